/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** Passes text on with everything in it made visible; see {@link EscapedText#of}. */
final class EscapingStream extends OutputStream {

  private final OutputStream out;
  private final Charset charset;
  private final CharsetDecoder decoder;

  /** The beginning of a character whose rest has not come yet. */
  private ByteBuffer incomplete = ByteBuffer.allocate(0);

  EscapingStream(OutputStream out, Charset charset) {
    this.out = out;
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  @Override
  public void write(int each) throws IOException {
    write(new byte[] {(byte) each}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    var input = ByteBuffer.allocate(incomplete.remaining() + length);
    input.put(incomplete).put(bytes, from, length).flip();
    var text = CharBuffer.allocate(input.remaining() + 1);
    decoder.decode(input, text, false);
    incomplete = input;
    out.write(EscapedText.of(text.flip().toString()).getBytes(charset));
  }

  @Override
  public synchronized void flush() throws IOException {
    out.flush();
  }
}
