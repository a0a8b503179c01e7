/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

/**
 * Redacts the last lines of a log. A secret may begin before them, such as a private key of many
 * lines, and cannot be recognized without its beginning. So more lines are read than requested, all
 * of them are redacted, and the surplus is removed afterwards.
 */
public final class LogTail {

  /** More than the private key of any size in use has. */
  private static final int LINES_BEFORE = 120;

  private LogTail() {}

  /** How many lines are to be read where so many are wanted. */
  public static int linesToRead(int wanted) {
    return wanted + LINES_BEFORE;
  }

  /** The last lines of a text that is redacted. */
  public static String last(int wanted, String redacted) {
    int at = redacted.endsWith("\n") ? redacted.length() - 1 : redacted.length();
    for (int lines = 0; lines < wanted; lines++) {
      at = redacted.lastIndexOf('\n', at - 1);
      if (at < 0) {
        return redacted;
      }
    }
    return redacted.substring(at + 1);
  }
}
