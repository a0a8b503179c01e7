/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parses the time formats of the Forward protocol: whole seconds, fractions, EventTime,
 * MessagePack's own.
 */
final class EventTime {

  private static final long LATEST_SECOND = 253_402_300_799L; // the end of the year 9999

  private EventTime() {}

  /** Reads a time; null where it is none, or zero, which means now. */
  static @Nullable Instant read(MessagePackReader in) {
    return switch (in.kind()) {
      case INTEGER -> at(in.readInteger(), 0);
      case FLOAT -> fraction(in.readFloat());
      case EXTENSION -> extension(in);
      case NIL, BOOLEAN, UNSIGNED, RAW, ARRAY, MAP -> {
        in.skip();
        yield null;
      }
    };
  }

  /** As a value among others: an extension of type 0 with eight bytes. */
  static @Nullable Instant of(int type, byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    if (type == 0 && body.length == 8) {
      return at(bytes.getInt() & 0xffff_ffffL, bytes.getInt() & 0xffff_ffffL);
    }
    if (type != -1) {
      return null;
    }
    return switch (body.length) {
      case 4 -> at(bytes.getInt() & 0xffff_ffffL, 0);
      case 8 -> {
        long both = bytes.getLong();
        yield at(both & 0x3_ffff_ffffL, both >>> 34);
      }
      case 12 -> {
        long nanos = bytes.getInt() & 0xffff_ffffL;
        yield at(bytes.getLong(), nanos);
      }
      default -> null;
    };
  }

  /** Fluent Bit frames groups of records with these times; such an entry is no record. */
  static boolean isGroupMarker(byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    return body.length == 8 && bytes.getInt(0) >= -2 && bytes.getInt(0) < 0 && bytes.getInt(4) == 0;
  }

  private static @Nullable Instant extension(MessagePackReader in) {
    byte[] body = in.readExtension();
    return of(in.extensionType(), body);
  }

  private static @Nullable Instant fraction(double seconds) {
    return Double.isFinite(seconds) && Math.abs(seconds) < LATEST_SECOND
        ? at((long) Math.floor(seconds), (long) ((seconds - Math.floor(seconds)) * 1e9))
        : null;
  }

  private static @Nullable Instant at(long seconds, long nanos) {
    return seconds <= 0 || seconds > LATEST_SECOND || nanos > 999_999_999
        ? null
        : Instant.ofEpochSecond(seconds, nanos);
  }
}
