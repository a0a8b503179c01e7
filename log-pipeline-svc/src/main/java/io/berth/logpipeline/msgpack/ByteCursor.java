/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.msgpack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads bytes and big-endian numbers up to an end that it never passes. */
public class ByteCursor {

  private static final VarHandle SHORT = bigEndian(short[].class);
  private static final VarHandle INT = bigEndian(int[].class);
  private static final VarHandle LONG = bigEndian(long[].class);

  private final byte[] bytes;
  private final int end;
  private int at;

  public ByteCursor(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  public boolean hasMore() {
    return at < end;
  }

  /** Where the next value begins in the array. */
  public int position() {
    return at;
  }

  public void moveTo(int position) {
    at = position;
  }

  /** The length, where so many bytes are left. */
  public int need(int length) {
    if (length < 0 || length > end - at) {
      throw new MalformedFrameException("an object that ends too early");
    }
    return length;
  }

  /** A byte so much further, without going there. */
  public int peek(int further) {
    need(further + 1);
    return bytes[at + further] & 0xff;
  }

  public byte readByte() {
    at += need(1);
    return bytes[at - 1];
  }

  public short readShort() {
    at += need(2);
    return (short) SHORT.get(bytes, at - 2);
  }

  public int readInt() {
    at += need(4);
    return (int) INT.get(bytes, at - 4);
  }

  public long readLong() {
    at += need(8);
    return (long) LONG.get(bytes, at - 8);
  }

  public byte[] take(int length) {
    at += need(length);
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  public String takeText(int length) {
    at += need(length);
    return new String(bytes, at - length, length, UTF_8);
  }

  /** What is left. */
  public ByteBuf rest() {
    return Unpooled.wrappedBuffer(bytes, at, end - at);
  }

  private static VarHandle bigEndian(Class<?> of) {
    return MethodHandles.byteArrayViewVarHandle(of, ByteOrder.BIG_ENDIAN);
  }
}
