/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import java.util.ArrayList;
import java.util.List;

/** Changes of a text, in its order. */
final class TextEdits {

  private record Edit(int from, int to, String instead) {}

  private final List<Edit> all = new ArrayList<>();

  /** In the place of what was put between the same two places before. */
  void put(int from, int to, String instead) {
    int i = all.size();
    while (i > 0 && all.get(i - 1).from() >= from) {
      i--;
    }
    int behind = i;
    while (behind < all.size() && all.get(behind).to() <= to) {
      behind++;
    }
    all.subList(i, behind).clear();
    all.add(i, new Edit(from, to, instead));
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** The part of the text between two places, changed. */
  String apply(String text, int from, int to) {
    StringBuilder out = new StringBuilder(to - from + 16);
    int copied = from;
    for (Edit edit : all) {
      if (edit.to() <= to) {
        out.append(text, copied, edit.from()).append(edit.instead());
        copied = edit.to();
      }
    }
    return out.append(text, copied, to).toString();
  }
}
