/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Walks over MessagePack in an array that is known to be complete. Not for several threads. */
final class MessagePackReader {

  /** The kinds of values. */
  enum ValueType {
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

  private static final VarHandle SHORT = bigEndian(short[].class);
  private static final VarHandle INT = bigEndian(int[].class);
  private static final VarHandle LONG = bigEndian(long[].class);

  private final byte[] bytes;
  private final int end;
  private int at;
  private int type;

  MessagePackReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  ValueType kind() {
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

  int readArray() {
    int head = readByte() & 0xff;
    return switch (head) {
      case 0xdc -> readShort() & 0xffff;
      case 0xdd -> readInt();
      default -> head & 0x0f;
    };
  }

  int readMap() {
    int head = readByte() & 0xff;
    return switch (head) {
      case 0xde -> readShort() & 0xffff;
      case 0xdf -> readInt();
      default -> head & 0x0f;
    };
  }

  /** Reads the head of text or binary; the bytes begin at {@link #position()} then. */
  int readRaw() {
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
  String readText() {
    return takeText(readRaw());
  }

  byte[] readBytes() {
    return take(readRaw());
  }

  boolean readBoolean() {
    return readByte() == (byte) 0xc3;
  }

  void readNil() {
    readByte();
  }

  /** An integer; for {@link ValueType#UNSIGNED} its 64 bits. */
  long readInteger() {
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

  double readFloat() {
    return readByte() == (byte) 0xca
        ? Float.intBitsToFloat(readInt())
        : Double.longBitsToDouble(readLong());
  }

  /** Reads the body of an extension; its type is {@link #extensionType()} then. */
  byte[] readExtension() {
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

  int extensionType() {
    return type;
  }

  /** Moves behind the next value. */
  void skip() {
    int length = new FrameScanner(Integer.MAX_VALUE).scan(rest());
    moveTo(position() + need(length));
  }

  boolean hasMore() {
    return at < end;
  }

  /** Where the next value begins in the array. */
  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  /** The length, where so many bytes are left. */
  private int need(int length) {
    if (length < 0 || length > end - at) {
      throw new MalformedFrameException("an object that ends too early");
    }
    return length;
  }

  /** A byte so much further, without going there. */
  private int peek(int further) {
    need(further + 1);
    return bytes[at + further] & 0xff;
  }

  private byte readByte() {
    at += need(1);
    return bytes[at - 1];
  }

  private short readShort() {
    at += need(2);
    return (short) SHORT.get(bytes, at - 2);
  }

  private int readInt() {
    at += need(4);
    return (int) INT.get(bytes, at - 4);
  }

  private long readLong() {
    at += need(8);
    return (long) LONG.get(bytes, at - 8);
  }

  private byte[] take(int length) {
    at += need(length);
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private String takeText(int length) {
    at += need(length);
    return new String(bytes, at - length, length, UTF_8);
  }

  /** What is left. */
  private ByteBuf rest() {
    return Unpooled.wrappedBuffer(bytes, at, end - at);
  }

  private static VarHandle bigEndian(Class<?> of) {
    return MethodHandles.byteArrayViewVarHandle(of, ByteOrder.BIG_ENDIAN);
  }
}
