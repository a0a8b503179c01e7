/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import java.util.ArrayList;
import java.util.List;

/** A command in one text, split into words as Compose does: quotes and backslashes, no shell. */
final class ShellWords {

  private ShellWords() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isOpen = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        boolean isEscape = quote == 0 || next == '"' || next == '\\' || next == '$';
        word.append(isEscape ? "" : "\\").append(next);
        isOpen = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        isOpen = true;
      } else if (Character.isWhitespace(c)) {
        if (isOpen) {
          words.add(word.toString());
          word.setLength(0);
        }
        isOpen = false;
      } else {
        word.append(c);
        isOpen = true;
      }
    }
    if (isOpen) {
      words.add(word.toString());
    }
    return words;
  }
}
