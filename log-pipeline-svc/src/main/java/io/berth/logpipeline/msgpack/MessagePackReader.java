/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.msgpack;

/** Walks over MessagePack in an array that is known to be complete. Not for several threads. */
public final class MessagePackReader extends ByteCursor {

  /** The kinds of values. */
  public enum ValueType {
    NIL,
    BOOLEAN,
    INTEGER,
    UNSIGNED,
    FLOAT,
    RAW,
    ARRAY,
    MAP,
    EXTENSION
  }

  private int type;

  public MessagePackReader(byte[] bytes, int from, int to) {
    super(bytes, from, to);
  }

  public ValueType kind() {
    int head = peek(0);
    if (head <= 0x7f || head >= 0xe0) {
      return ValueType.INTEGER;
    }
    if (head <= 0x8f || head == 0xde || head == 0xdf) {
      return ValueType.MAP;
    }
    if (head <= 0x9f || head == 0xdc || head == 0xdd) {
      return ValueType.ARRAY;
    }
    if (head <= 0xbf || head >= 0xd9 && head <= 0xdb || head >= 0xc4 && head <= 0xc6) {
      return ValueType.RAW;
    }
    return switch (head) {
      case 0xc0 -> ValueType.NIL;
      case 0xc2, 0xc3 -> ValueType.BOOLEAN;
      case 0xca, 0xcb -> ValueType.FLOAT;
      case 0xcf -> peek(1) > 0x7f ? ValueType.UNSIGNED : ValueType.INTEGER;
      case 0xcc, 0xcd, 0xce, 0xd0, 0xd1, 0xd2, 0xd3 -> ValueType.INTEGER;
      case 0xc1 -> throw new MalformedFrameException("byte 0xc1, which MessagePack never uses");
      default -> ValueType.EXTENSION;
    };
  }

  public int readArray() {
    int head = readByte() & 0xff;
    return switch (head) {
      case 0xdc -> readShort() & 0xffff;
      case 0xdd -> readInt();
      default -> head & 0x0f;
    };
  }

  public int readMap() {
    int head = readByte() & 0xff;
    return switch (head) {
      case 0xde -> readShort() & 0xffff;
      case 0xdf -> readInt();
      default -> head & 0x0f;
    };
  }

  /** Reads the head of text or binary; the bytes begin at {@link #position()} then. */
  public int readRaw() {
    int head = readByte() & 0xff;
    int length =
        switch (head) {
          case 0xc4, 0xd9 -> readByte() & 0xff;
          case 0xc5, 0xda -> readShort() & 0xffff;
          case 0xc6, 0xdb -> readInt();
          default -> head & 0x1f;
        };
    return need(length);
  }

  /** Text or binary as text; broken UTF-8 becomes U+FFFD. */
  public String readText() {
    return takeText(readRaw());
  }

  public byte[] readBytes() {
    return take(readRaw());
  }

  public boolean readBoolean() {
    return readByte() == (byte) 0xc3;
  }

  public void readNil() {
    readByte();
  }

  /** An integer; for {@link ValueType#UNSIGNED} its 64 bits. */
  public long readInteger() {
    byte head = readByte();
    return switch (head & 0xff) {
      case 0xcc -> readByte() & 0xff;
      case 0xcd -> readShort() & 0xffff;
      case 0xce -> readInt() & 0xffff_ffffL;
      case 0xd0 -> readByte();
      case 0xd1 -> readShort();
      case 0xd2 -> readInt();
      case 0xcf, 0xd3 -> readLong();
      default -> head;
    };
  }

  public double readFloat() {
    return readByte() == (byte) 0xca
        ? Float.intBitsToFloat(readInt())
        : Double.longBitsToDouble(readLong());
  }

  /** Reads the body of an extension; its type is {@link #extensionType()} then. */
  public byte[] readExtension() {
    int head = readByte() & 0xff;
    int length =
        switch (head) {
          case 0xc7 -> readByte() & 0xff;
          case 0xc8 -> readShort() & 0xffff;
          case 0xc9 -> readInt();
          default -> 1 << (head - 0xd4);
        };
    type = readByte();
    return take(length);
  }

  public int extensionType() {
    return type;
  }

  /** Moves behind the next value. */
  public void skip() {
    int length = new FrameScanner(Integer.MAX_VALUE).scan(rest());
    moveTo(position() + need(length));
  }
}
