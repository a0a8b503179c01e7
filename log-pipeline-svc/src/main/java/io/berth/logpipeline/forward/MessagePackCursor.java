/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Walks over MessagePack in an array that is known to be complete. Not for several threads. */
final class MessagePackCursor {

  /** The kinds of values. */
  enum Kind {
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

  private final ByteBuf in;
  private int type;

  MessagePackCursor(byte[] bytes, int from, int to) {
    this.in = Unpooled.wrappedBuffer(bytes, from, to - from);
    this.base = from;
  }

  private final int base;

  boolean hasMore() {
    return in.isReadable();
  }

  /** Where the next value begins in the array. */
  int position() {
    return base + in.readerIndex();
  }

  void moveTo(int position) {
    in.readerIndex(position - base);
  }

  Kind kind() {
    int head = in.getUnsignedByte(in.readerIndex());
    if (head <= 0x7f || head >= 0xe0) {
      return Kind.INTEGER;
    }
    if (head <= 0x8f || head == 0xde || head == 0xdf) {
      return Kind.MAP;
    }
    if (head <= 0x9f || head == 0xdc || head == 0xdd) {
      return Kind.ARRAY;
    }
    if (head <= 0xbf || head >= 0xd9 && head <= 0xdb || head >= 0xc4 && head <= 0xc6) {
      return Kind.RAW;
    }
    return switch (head) {
      case 0xc0 -> Kind.NIL;
      case 0xc2, 0xc3 -> Kind.BOOLEAN;
      case 0xca, 0xcb -> Kind.FLOAT;
      case 0xcf -> in.getByte(in.readerIndex() + 1) < 0 ? Kind.UNSIGNED : Kind.INTEGER;
      case 0xcc, 0xcd, 0xce, 0xd0, 0xd1, 0xd2, 0xd3 -> Kind.INTEGER;
      case 0xc1 -> throw new MalformedFrame("byte 0xc1, which MessagePack never uses");
      default -> Kind.EXTENSION;
    };
  }

  int readArray() {
    int head = in.readUnsignedByte();
    return switch (head) {
      case 0xdc -> in.readUnsignedShort();
      case 0xdd -> in.readInt();
      default -> head & 0x0f;
    };
  }

  int readMap() {
    int head = in.readUnsignedByte();
    return switch (head) {
      case 0xde -> in.readUnsignedShort();
      case 0xdf -> in.readInt();
      default -> head & 0x0f;
    };
  }

  /** Reads the head of text or binary; the bytes begin at {@link #position()} then. */
  int readRaw() {
    int head = in.readUnsignedByte();
    return switch (head) {
      case 0xc4, 0xd9 -> in.readUnsignedByte();
      case 0xc5, 0xda -> in.readUnsignedShort();
      case 0xc6, 0xdb -> in.readInt();
      default -> head & 0x1f;
    };
  }

  /** Text or binary as text; broken UTF-8 becomes U+FFFD. */
  String readText() {
    int length = readRaw();
    String text = in.toString(in.readerIndex(), length, UTF_8);
    in.skipBytes(length);
    return text;
  }

  byte[] readBytes() {
    byte[] bytes = new byte[readRaw()];
    in.readBytes(bytes);
    return bytes;
  }

  boolean readBoolean() {
    return in.readUnsignedByte() == 0xc3;
  }

  void readNil() {
    in.skipBytes(1);
  }

  /** An integer; for {@link Kind#UNSIGNED} its 64 bits. */
  long readInteger() {
    int head = in.readByte();
    return switch (head & 0xff) {
      case 0xcc -> in.readUnsignedByte();
      case 0xcd -> in.readUnsignedShort();
      case 0xce -> in.readUnsignedInt();
      case 0xd0 -> in.readByte();
      case 0xd1 -> in.readShort();
      case 0xd2 -> in.readInt();
      case 0xcf, 0xd3 -> in.readLong();
      default -> head;
    };
  }

  double readFloat() {
    return in.readUnsignedByte() == 0xca ? in.readFloat() : in.readDouble();
  }

  /** Reads the body of an extension; its type is {@link #extensionType()} then. */
  byte[] readExtension() {
    int head = in.readUnsignedByte();
    int length =
        switch (head) {
          case 0xc7 -> in.readUnsignedByte();
          case 0xc8 -> in.readUnsignedShort();
          case 0xc9 -> in.readInt();
          default -> 1 << (head - 0xd4);
        };
    type = in.readByte();
    byte[] body = new byte[length];
    in.readBytes(body);
    return body;
  }

  int extensionType() {
    return type;
  }

  /** Moves behind the next value. */
  void skip() {
    int length = new FrameScanner(Integer.MAX_VALUE).scan(in);
    if (length < 0) {
      throw new MalformedFrame("an object that ends too early");
    }
    in.skipBytes(length);
  }
}
