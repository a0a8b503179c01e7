/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Guards standard output and standard error. */
public final class Terminal {

  private Terminal() {}

  /**
   * From now on everything that is printed, by whichever class, is made visible. Only the {@link
   * ConsolePrinter} still colours its words and erases its last line.
   */
  public static void guard() {
    ConsolePrinter.standard(); // has the stream as it is
    System.setOut(visible(System.out, System.out.charset()));
    System.setErr(visible(System.err, System.err.charset()));
  }

  /** A stream that prints nothing which a terminal would obey. */
  public static PrintStream visible(OutputStream out, Charset charset) {
    return new PrintStream(new EscapingStream(out, charset), true, charset);
  }
}
