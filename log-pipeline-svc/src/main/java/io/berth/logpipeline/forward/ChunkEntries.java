/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.forward.MessagePackCursor.Kind;
import io.berth.logpipeline.intake.RawEntry;
import io.berth.logpipeline.redaction.Redactor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a chunk one by one. One per connection: it keeps its buffers. */
final class ChunkEntries {

  private final Tally tally;
  private final RawLogJson json;
  private final ForwardLimits limits;

  ChunkEntries(Tally tally, RawLogJson json, ForwardLimits limits) {
    this.tally = tally;
    this.json = json;
    this.limits = limits;
  }

  /**
   * Reads them.
   *
   * @param peer the client's host
   * @param now for records without a time
   * @throws MalformedFrame where an entry cannot be read; earlier ones have been given away
   */
  void read(Chunk chunk, byte[] frame, String peer, Instant now, Consumer<RawEntry> to) {
    RawLogJson.Around around =
        new RawLogJson.Around(Redactor.redact(chunk.tag(), tally::redacted), peer, now);
    int from = chunk.entriesAt();
    switch (chunk.mode()) {
      case MESSAGE -> {
        var in = new MessagePackCursor(frame, from, from + chunk.entriesLength());
        entry(in, frame, around, to);
      }
      case FORWARD -> {
        var in = new MessagePackCursor(frame, from, from + chunk.entriesLength());
        int count = in.readArray();
        for (int i = 0; i < count; i++) {
          listed(in, frame, around, to);
        }
      }
      case PACKED -> {
        check(frame, from, chunk.entriesLength());
        packed(frame, from, chunk.entriesLength(), around, to);
      }
      case GZIP, ZSTD ->
          new Unzipper(limits, chunk.mode())
              .eachObject(
                  frame,
                  from,
                  chunk.entriesLength(),
                  (bytes, at, length) -> packed(bytes, at, length, around, to));
      case UNKNOWN ->
          throw new MalformedFrame("compression that is not supported, wanted gzip, zstd or text");
    }
  }

  /** Sizes and depths of what the frame had as mere bytes: before memory is taken for them. */
  private void check(byte[] frame, int from, int length) {
    ByteBuf all = Unpooled.wrappedBuffer(frame, from, length);
    FrameScanner scanner = new FrameScanner(limits.entryBytes());
    while (all.isReadable()) {
      int entry = scanner.scan(all);
      if (entry < 0) {
        throw new MalformedFrame("a chunk that ends in the middle of a record");
      }
      all.skipBytes(entry);
    }
  }

  private void packed(
      byte[] bytes, int from, int length, RawLogJson.Around around, Consumer<RawEntry> to) {
    var in = new MessagePackCursor(bytes, from, from + length);
    while (in.hasMore()) {
      listed(in, bytes, around, to);
    }
  }

  private void listed(
      MessagePackCursor in, byte[] bytes, RawLogJson.Around around, Consumer<RawEntry> to) {
    if (in.kind() != Kind.ARRAY || in.readArray() != 2) {
      throw new MalformedFrame("an entry that is not [time, record]");
    }
    entry(in, bytes, around, to);
  }

  private void entry(
      MessagePackCursor in, byte[] bytes, RawLogJson.Around around, Consumer<RawEntry> to) {
    Instant time = null;
    boolean marker = false;
    if (in.kind() == Kind.ARRAY) {
      // Fluent Bit since 5.0.5: [time, metadata] where others have the time.
      int parts = in.readArray();
      marker = parts > 0 && isMarker(in);
      time = parts > 0 ? EventTime.read(in) : null;
      for (int i = 1; i < parts; i++) {
        in.skip();
      }
    } else {
      marker = isMarker(in);
      time = EventTime.read(in);
    }
    record(in, bytes, marker, time, around, to);
  }

  private void record(
      MessagePackCursor in,
      byte[] bytes,
      boolean marker,
      @Nullable Instant time,
      RawLogJson.Around around,
      Consumer<RawEntry> to) {
    if (marker) {
      in.skip();
    } else if (in.kind() == Kind.MAP) {
      tally.received();
      to.accept(json.of(in, bytes, time == null ? around.receivedAt() : time, around));
    } else {
      tally.refused("record-not-a-map");
      in.skip();
    }
  }

  private static boolean isMarker(MessagePackCursor in) {
    if (in.kind() != Kind.EXTENSION) {
      return false;
    }
    int at = in.position();
    byte[] body = in.readExtension();
    in.moveTo(at);
    return EventTime.isGroupMarker(body);
  }
}
