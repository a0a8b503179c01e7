/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

import java.io.PrintStream;

/** Prints lines, and on a terminal a status line below them. */
public final class ConsolePrinter {

  private static final String ERASE_LINE = "\r\u001b[K";
  private static final ConsolePrinter STANDARD = ofThisProcess();
  private static final int MAX_WIDTH = 100;

  private final PrintStream out;
  private final boolean isTerminal;
  private String statusLine = "";

  ConsolePrinter(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /** Standard output; a terminal unless it is redirected or {@code NO_COLOR} is set. */
  public static ConsolePrinter standard() {
    return STANDARD;
  }

  private static ConsolePrinter ofThisProcess() {
    var console = System.console();
    boolean isTerminal =
        console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
    return new ConsolePrinter(System.out, isTerminal);
  }

  /** Prints some lines. */
  public void print(String text) {
    print(StyledText.plain(text));
  }

  /** Prints some lines, in colours on a terminal. */
  public synchronized void print(StyledText styled) {
    String text = styled.text(isTerminal);
    out.println(isTerminal && !statusLine.isEmpty() ? ERASE_LINE + text : text);
    if (isTerminal && !statusLine.isEmpty()) {
      out.print(statusLine);
    }
    out.flush();
  }

  /** Shows a line that the next one replaces; nothing where the reader is not a terminal. */
  public synchronized void showStatusLine(String text) {
    String line = EscapedText.line(text);
    if (isTerminal && !line.equals(statusLine)) {
      statusLine = line.length() > MAX_WIDTH ? line.substring(0, MAX_WIDTH - 1) + "…" : line;
      out.print(ERASE_LINE + statusLine);
      out.flush();
    }
  }
}
