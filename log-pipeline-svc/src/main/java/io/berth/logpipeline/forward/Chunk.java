/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The head of what a client sent: one record or many.
 *
 * @param tag of all of its records
 * @param mode how its entries are written
 * @param entriesAt where they begin in the frame
 * @param entriesLength how many bytes they are; 0 where the mode does not need it
 * @param id the client's id of the chunk, as it must be echoed; null where it wants no answer
 * @param signal Fluent Bit's kind of data; 0 for logs
 */
record Chunk(
    String tag,
    ForwardMode mode,
    int entriesAt,
    int entriesLength,
    byte @Nullable [] id,
    long signal) {

  enum ForwardMode {
    MESSAGE,
    FORWARD,
    PACKED,
    GZIP,
    ZSTD,
    /** Compressed in a way that we do not know. */
    UNKNOWN
  }

  /** 16 bytes in Base64. */
  private static final int LENGTH_OF_GO_ID = 24;

  /** The same chunk, sent again by the same host, has the same name. */
  String nameFrom(String host) {
    return host + "/" + tag + "/" + (id == null ? "" : HexFormat.of().formatHex(id));
  }

  /**
   * Whether its client may send it again though it got an acknowledgement. Go's logger, which
   * Docker has, lets several threads read answers from one connection: each may get the other's,
   * and then both send again. Its ids are recognized by the time with which they begin (seconds, 64
   * bits, the lowest first), and no two chunks have the same.
   */
  boolean mayComeAgain(Instant now) {
    if (id == null || id.length != LENGTH_OF_GO_ID) {
      return false;
    }
    try {
      byte[] plain = Base64.getDecoder().decode(id);
      long sent = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).getLong();
      return Math.abs(sent - now.getEpochSecond()) < Duration.ofDays(1).toSeconds();
    } catch (IllegalArgumentException e) {
      return false; // no Base64, so not of Go's logger
    }
  }
}
