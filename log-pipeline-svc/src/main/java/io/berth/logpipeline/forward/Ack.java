/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import java.nio.ByteBuffer;

/** Builds the response {@code {"ack": id}}; the id is echoed byte for byte. */
final class Ack {

  private Ack() {}

  static byte[] of(byte[] id) {
    ByteBuffer out = ByteBuffer.allocate(id.length + 8);
    out.put((byte) 0x81).put((byte) 0xa3).put((byte) 'a').put((byte) 'c').put((byte) 'k');
    if (id.length < 32) {
      out.put((byte) (0xa0 | id.length));
    } else if (id.length < 256) {
      out.put((byte) 0xd9).put((byte) id.length);
    } else {
      out.put((byte) 0xda).putShort((short) id.length);
    }
    out.put(id).flip();
    byte[] ack = new byte[out.remaining()];
    out.get(ack);
    return ack;
  }
}
