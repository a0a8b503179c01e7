/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.logpipeline.forward.Chunk.ForwardMode;
import io.berth.logpipeline.forward.MessagePackReader.ValueType;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the head of a frame: {@code [tag, entries, options]} or {@code [tag, time, record,
 * options]}.
 */
final class ChunkHeadParser {

  private static final int MAX_ID = 512;
  private static final int ZSTD_MAGIC = 0x28b52ffd;
  private static final Set<String> KNOWN = Set.of("", "text");
  private static final int MAX_TAG = 500;

  private final byte[] frame;
  private final MessagePackReader in;
  private byte @Nullable [] id;
  private String compressed = "";
  private long signal;

  private ChunkHeadParser(byte[] frame) {
    this.frame = frame;
    this.in = new MessagePackReader(frame, 0, frame.length);
  }

  /**
   * Reads it.
   *
   * @return null for a heartbeat
   * @throws MalformedFrameException saying what is wrong
   */
  static @Nullable Chunk read(byte[] frame) {
    return new ChunkHeadParser(frame).read();
  }

  private @Nullable Chunk read() {
    if (in.kind() == ValueType.NIL) {
      return null;
    }
    if (in.kind() != ValueType.ARRAY) {
      throw new MalformedFrameException(
          "found " + in.kind() + ", wanted an array [tag, entries, options]");
    }
    int size = in.readArray();
    if (size < 2 || size > 4 || in.kind() != ValueType.RAW) {
      throw new MalformedFrameException(
          "found " + size + " elements, wanted [tag, entries, options]");
    }
    String tag = tag(in.readText());
    return switch (in.kind()) {
      case RAW -> packed(tag, size);
      case ARRAY -> many(tag, size);
      case INTEGER, UNSIGNED, FLOAT, EXTENSION, NIL -> one(tag, size);
      case BOOLEAN, MAP ->
          throw new MalformedFrameException("found no time and no entries behind the tag");
    };
  }

  private Chunk packed(String tag, int size) {
    int length = in.readRaw();
    int at = in.position();
    in.moveTo(at + length);
    options(size > 2);
    // The magic bytes are right even where the option is wrong.
    boolean gzip = length > 2 && frame[at] == 0x1f && frame[at + 1] == (byte) 0x8b;
    boolean zstd = length > 3 && ByteBuffer.wrap(frame, at, 4).getInt() == ZSTD_MAGIC;
    ForwardMode mode = gzip ? ForwardMode.GZIP : zstd ? ForwardMode.ZSTD : ForwardMode.PACKED;
    if (mode == ForwardMode.PACKED && length > 0 && !KNOWN.contains(compressed)) {
      // Fails when its entries are read: its id is known then, so it ends as a poison chunk.
      return new Chunk(tag, ForwardMode.UNKNOWN, at, length, id, signal);
    }
    return new Chunk(tag, mode, at, length, id, signal);
  }

  private Chunk many(String tag, int size) {
    int at = in.position();
    if (!isEventWithMetadata(size)) {
      in.skip();
      int length = in.position() - at;
      options(size > 2);
      return new Chunk(tag, ForwardMode.FORWARD, at, length, id, signal);
    }
    return one(tag, size);
  }

  /** {@code [tag, [time, metadata], record]} looks like Forward mode but for what is inside. */
  private boolean isEventWithMetadata(int size) {
    int at = in.position();
    boolean two = size > 2 && in.readArray() == 2;
    boolean time = two && (in.kind() == ValueType.EXTENSION || in.kind() == ValueType.INTEGER);
    in.moveTo(at);
    return time;
  }

  private Chunk one(String tag, int size) {
    int at = in.position();
    if (size < 3) {
      throw new MalformedFrameException("a time without a record");
    }
    in.skip();
    in.skip();
    int length = in.position() - at;
    options(size > 3);
    return new Chunk(tag, ForwardMode.MESSAGE, at, length, id, signal);
  }

  private void options(boolean present) {
    if (!present || in.kind() != ValueType.MAP) {
      return;
    }
    int entries = in.readMap();
    for (int i = 0; i < entries; i++) {
      if (in.kind() == ValueType.RAW) {
        option(in.readText());
      } else {
        in.skip();
        in.skip();
      }
    }
  }

  private void option(String name) {
    boolean raw = in.kind() == ValueType.RAW;
    if (name.equals("chunk") && raw) {
      id = in.readBytes();
      if (id.length > MAX_ID) {
        throw new MalformedFrameException(
            "a chunk id of " + id.length + " bytes, wanted " + MAX_ID);
      }
    } else if (name.equals("compressed") && raw) {
      compressed = in.readText();
    } else if (name.equals("fluent_signal") && in.kind() == ValueType.INTEGER) {
      signal = in.readInteger();
    } else {
      in.skip();
    }
  }

  private static String tag(String tag) {
    if (tag.isBlank()) {
      return "untagged";
    }
    return tag.getBytes(UTF_8).length > MAX_TAG
        ? tag.substring(0, Math.min(tag.length(), MAX_TAG / 3))
        : tag;
  }
}
