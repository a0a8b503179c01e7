/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import java.io.PrintStream;

/** Where the launcher speaks: lines, and on a terminal one line below them that changes. */
final class Screen {

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean isTerminal;
  private String below = "";

  Screen(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /** Standard output; a terminal unless it is redirected or {@code NO_COLOR} is set. */
  static Screen standard() {
    var console = System.console();
    boolean isTerminal =
        console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
    return new Screen(System.out, isTerminal);
  }

  boolean isTerminal() {
    return isTerminal;
  }

  synchronized void say(String text) {
    out.println(isTerminal && !below.isEmpty() ? ERASE_LINE + text : text);
    if (isTerminal && !below.isEmpty()) {
      out.print(below);
    }
    out.flush();
  }

  /** Shows a line that the next one replaces; nothing where the reader is not a terminal. */
  synchronized void showBelow(String text) {
    if (isTerminal && !text.equals(below)) {
      below = text.length() > 100 ? text.substring(0, 99) + "…" : text;
      out.print(ERASE_LINE + below);
      out.flush();
    }
  }
}
