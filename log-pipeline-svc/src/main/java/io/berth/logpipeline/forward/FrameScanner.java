/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of a MessagePack object in bytes that arrive in pieces. Keeps its position, so each
 * byte is visited once, and checks declared sizes before waiting for the bytes.
 */
final class FrameScanner {

  private static final int MAX_DEPTH = 64;

  private final int largest;
  private final long[] missing = new long[MAX_DEPTH + 1];
  private int depth;
  private long at;

  /**
   * @param largest bytes of an object
   */
  FrameScanner(int largest) {
    this.largest = largest;
    reset();
  }

  /**
   * Continues at the current position.
   *
   * @param in the object's first byte is at its reader index, as in every call before
   * @return the object's length in bytes, or -1 where there must come more
   * @throws MalformedFrameException where it is too large, too deep or no MessagePack
   */
  int scan(ByteBuf in) {
    while (depth >= 0) {
      if (at >= in.readableBytes()) {
        return -1;
      }
      int head = in.getUnsignedByte(in.readerIndex() + (int) at);
      int sizeBytes = sizeBytes(head);
      if (at + 1 + sizeBytes > in.readableBytes()) {
        return -1;
      }
      step(head, declared(in, sizeBytes), sizeBytes);
    }
    if (at > in.readableBytes()) {
      return -1;
    }
    int length = (int) at;
    reset();
    return length;
  }

  private void reset() {
    at = 0;
    depth = 0;
    missing[0] = 1;
  }

  private long declared(ByteBuf in, int sizeBytes) {
    int index = in.readerIndex() + (int) at + 1;
    return switch (sizeBytes) {
      case 1 -> in.getUnsignedByte(index);
      case 2 -> in.getUnsignedShort(index);
      case 4 -> in.getUnsignedInt(index);
      default -> 0;
    };
  }

  private void step(int head, long declared, int sizeBytes) {
    long children = children(head, declared);
    at += 1 + sizeBytes + body(head, declared);
    if (at + children > largest) {
      throw new MalformedFrameException("an object of more than " + largest + " bytes");
    }
    missing[depth]--;
    if (children > 0) {
      if (++depth > MAX_DEPTH) {
        throw new MalformedFrameException("nested deeper than " + MAX_DEPTH);
      }
      missing[depth] = children;
    }
    while (depth >= 0 && missing[depth] == 0) {
      depth--;
    }
  }

  /** How many bytes behind the first say how long it is. */
  private static int sizeBytes(int head) {
    return switch (head) {
      case 0xc4, 0xc7, 0xd9 -> 1;
      case 0xc5, 0xc8, 0xda, 0xdc, 0xde -> 2;
      case 0xc6, 0xc9, 0xdb, 0xdd, 0xdf -> 4;
      case 0xc1 -> throw new MalformedFrameException("byte 0xc1, which MessagePack never uses");
      default -> 0;
    };
  }

  private static long children(int head, long declared) {
    return switch (head) {
      case 0xdc, 0xdd -> declared;
      case 0xde, 0xdf -> 2 * declared;
      default ->
          head >= 0x80 && head <= 0x8f
              ? 2L * (head & 0x0f)
              : (head & 0xf0) == 0x90 ? head & 0x0f : 0;
    };
  }

  private static long body(int head, long declared) {
    return switch (head) {
      case 0xc4, 0xc5, 0xc6, 0xd9, 0xda, 0xdb -> declared;
      case 0xc7, 0xc8, 0xc9 -> declared + 1;
      case 0xcc, 0xd0 -> 1;
      case 0xcd, 0xd1, 0xd4 -> 2;
      case 0xca, 0xce, 0xd2 -> 4;
      case 0xd5 -> 3;
      case 0xd6 -> 5;
      case 0xcb, 0xcf, 0xd3 -> 8;
      case 0xd7 -> 9;
      case 0xd8 -> 17;
      default -> (head & 0xe0) == 0xa0 ? head & 0x1f : 0;
    };
  }
}
