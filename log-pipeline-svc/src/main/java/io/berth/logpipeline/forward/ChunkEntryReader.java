/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.intake.RawEntry;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.logpipeline.msgpack.EventTime;
import io.berth.logpipeline.msgpack.FrameScanner;
import io.berth.logpipeline.msgpack.MalformedFrameException;
import io.berth.logpipeline.msgpack.MessagePackReader;
import io.berth.logpipeline.msgpack.MessagePackReader.ValueType;
import io.berth.redaction.Redactor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a chunk one by one. One instance per connection, since it reuses its
 * buffers.
 */
final class ChunkEntryReader {

  private final PipelineMetrics metrics;
  private final RawLogWriter json;
  private final ForwardLimits limits;

  ChunkEntryReader(PipelineMetrics metrics, RawLogWriter json, ForwardLimits limits) {
    this.metrics = metrics;
    this.json = json;
    this.limits = limits;
  }

  /**
   * Reads them.
   *
   * @param peer the client's host
   * @param now for records without a time
   * @throws MalformedFrameException where an entry cannot be read; earlier ones have been given
   *     away
   */
  void read(Chunk chunk, byte[] frame, String peer, Instant now, Consumer<RawEntry> to) {
    RawLogWriter.ChunkContext context =
        new RawLogWriter.ChunkContext(Redactor.redact(chunk.tag(), metrics::redacted), peer, now);
    int from = chunk.entriesAt();
    switch (chunk.mode()) {
      case MESSAGE -> {
        var in = new MessagePackReader(frame, from, from + chunk.entriesLength());
        entry(in, frame, context, to);
      }
      case FORWARD -> {
        var in = new MessagePackReader(frame, from, from + chunk.entriesLength());
        int count = in.readArray();
        for (int i = 0; i < count; i++) {
          listed(in, frame, context, to);
        }
      }
      case PACKED -> {
        check(frame, from, chunk.entriesLength());
        packed(frame, from, chunk.entriesLength(), context, to);
      }
      case GZIP, ZSTD ->
          new ChunkDecompressor(limits, chunk.mode())
              .eachObject(
                  frame,
                  from,
                  chunk.entriesLength(),
                  (bytes, at, length) -> packed(bytes, at, length, context, to));
      case UNKNOWN ->
          throw new MalformedFrameException(
              "compression that is not supported, wanted gzip, zstd or text");
    }
  }

  /** Sizes and depths of what the frame had as mere bytes: before memory is taken for them. */
  private void check(byte[] frame, int from, int length) {
    ByteBuf all = Unpooled.wrappedBuffer(frame, from, length);
    FrameScanner scanner = new FrameScanner(limits.entryBytes());
    while (all.isReadable()) {
      int entry = scanner.scan(all);
      if (entry < 0) {
        throw new MalformedFrameException("a chunk that ends in the middle of a record");
      }
      all.skipBytes(entry);
    }
  }

  private void packed(
      byte[] bytes,
      int from,
      int length,
      RawLogWriter.ChunkContext context,
      Consumer<RawEntry> to) {
    var in = new MessagePackReader(bytes, from, from + length);
    while (in.hasMore()) {
      listed(in, bytes, context, to);
    }
  }

  private void listed(
      MessagePackReader in,
      byte[] bytes,
      RawLogWriter.ChunkContext context,
      Consumer<RawEntry> to) {
    if (in.kind() != ValueType.ARRAY || in.readArray() != 2) {
      throw new MalformedFrameException("an entry that is not [time, record]");
    }
    entry(in, bytes, context, to);
  }

  private void entry(
      MessagePackReader in,
      byte[] bytes,
      RawLogWriter.ChunkContext context,
      Consumer<RawEntry> to) {
    Instant time = null;
    boolean marker = false;
    if (in.kind() == ValueType.ARRAY) {
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
    record(in, bytes, marker, time, context, to);
  }

  private void record(
      MessagePackReader in,
      byte[] bytes,
      boolean marker,
      @Nullable Instant time,
      RawLogWriter.ChunkContext context,
      Consumer<RawEntry> to) {
    if (marker) {
      in.skip();
    } else if (in.kind() == ValueType.MAP) {
      metrics.received();
      to.accept(json.of(in, bytes, time == null ? context.receivedAt() : time, context));
    } else {
      metrics.refused("record-not-a-map");
      in.skip();
    }
  }

  private static boolean isMarker(MessagePackReader in) {
    if (in.kind() != ValueType.EXTENSION) {
      return false;
    }
    int at = in.position();
    byte[] body = in.readExtension();
    in.moveTo(at);
    return EventTime.isGroupMarker(body);
  }
}
