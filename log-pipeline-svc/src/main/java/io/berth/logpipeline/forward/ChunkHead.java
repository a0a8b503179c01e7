/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.logpipeline.forward.Chunk.Mode;
import io.berth.logpipeline.forward.MessagePackCursor.Kind;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a frame: {@code [tag, entries, options]} or {@code [tag, time, record,
 * options]}.
 */
final class ChunkHead {

  private static final int LONGEST_ID = 512;
  private static final int ZSTD_MAGIC = 0x28b52ffd;
  private static final Set<String> KNOWN = Set.of("", "text");
  private static final int LONGEST_TAG = 500;

  private final byte[] frame;
  private final MessagePackCursor in;
  private byte @Nullable [] id;
  private String compressed = "";
  private long signal;

  private ChunkHead(byte[] frame) {
    this.frame = frame;
    this.in = new MessagePackCursor(frame, 0, frame.length);
  }

  /**
   * Reads it.
   *
   * @return null for a heartbeat
   * @throws MalformedFrame saying what is wrong
   */
  static @Nullable Chunk read(byte[] frame) {
    return new ChunkHead(frame).read();
  }

  private @Nullable Chunk read() {
    if (in.kind() == Kind.NIL) {
      return null;
    }
    if (in.kind() != Kind.ARRAY) {
      throw new MalformedFrame("found " + in.kind() + ", wanted an array [tag, entries, options]");
    }
    int size = in.readArray();
    if (size < 2 || size > 4 || in.kind() != Kind.RAW) {
      throw new MalformedFrame("found " + size + " elements, wanted [tag, entries, options]");
    }
    String tag = tag(in.readText());
    return switch (in.kind()) {
      case RAW -> packed(tag, size);
      case ARRAY -> many(tag, size);
      case INTEGER, UNSIGNED, FLOAT, EXTENSION, NIL -> one(tag, size);
      case BOOLEAN, MAP -> throw new MalformedFrame("found no time and no entries behind the tag");
    };
  }

  private Chunk packed(String tag, int size) {
    int length = in.readRaw();
    int at = in.position();
    in.moveTo(at + length);
    options(size > 2);
    // The magic tells the truth where the option does not.
    boolean gzip = length > 2 && frame[at] == 0x1f && frame[at + 1] == (byte) 0x8b;
    boolean zstd = length > 3 && ByteBuffer.wrap(frame, at, 4).getInt() == ZSTD_MAGIC;
    Mode mode = gzip ? Mode.GZIP : zstd ? Mode.ZSTD : Mode.PACKED;
    if (mode == Mode.PACKED && length > 0 && !KNOWN.contains(compressed)) {
      // Fails when its entries are read: then its id is known, and it is given up in the end.
      return new Chunk(tag, Mode.UNKNOWN, at, length, id, signal);
    }
    return new Chunk(tag, mode, at, length, id, signal);
  }

  private Chunk many(String tag, int size) {
    int at = in.position();
    if (!isEventWithMetadata(size)) {
      in.skip();
      int length = in.position() - at;
      options(size > 2);
      return new Chunk(tag, Mode.FORWARD, at, length, id, signal);
    }
    return one(tag, size);
  }

  /** {@code [tag, [time, metadata], record]} looks like Forward mode but for what is inside. */
  private boolean isEventWithMetadata(int size) {
    int at = in.position();
    boolean two = size > 2 && in.readArray() == 2;
    boolean time = two && (in.kind() == Kind.EXTENSION || in.kind() == Kind.INTEGER);
    in.moveTo(at);
    return time;
  }

  private Chunk one(String tag, int size) {
    int at = in.position();
    if (size < 3) {
      throw new MalformedFrame("a time without a record");
    }
    in.skip();
    in.skip();
    int length = in.position() - at;
    options(size > 3);
    return new Chunk(tag, Mode.MESSAGE, at, length, id, signal);
  }

  private void options(boolean present) {
    if (!present || in.kind() != Kind.MAP) {
      return;
    }
    int entries = in.readMap();
    for (int i = 0; i < entries; i++) {
      if (in.kind() == Kind.RAW) {
        option(in.readText());
      } else {
        in.skip();
        in.skip();
      }
    }
  }

  private void option(String name) {
    boolean raw = in.kind() == Kind.RAW;
    if (name.equals("chunk") && raw) {
      id = in.readBytes();
      if (id.length > LONGEST_ID) {
        throw new MalformedFrame("a chunk id of " + id.length + " bytes, wanted " + LONGEST_ID);
      }
    } else if (name.equals("compressed") && raw) {
      compressed = in.readText();
    } else if (name.equals("fluent_signal") && in.kind() == Kind.INTEGER) {
      signal = in.readInteger();
    } else {
      in.skip();
    }
  }

  private static String tag(String tag) {
    if (tag.isBlank()) {
      return "untagged";
    }
    return tag.getBytes(UTF_8).length > LONGEST_TAG
        ? tag.substring(0, Math.min(tag.length(), LONGEST_TAG / 3))
        : tag;
  }
}
