/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.forward.MessagePackReader.ValueType;
import io.berth.logpipeline.intake.RawEntry;
import io.berth.logpipeline.json.IsoTime;
import io.berth.logpipeline.json.JsonBytes;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.redaction.Redactor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a chunk one by one, and writes them as the JSON of a {@code RawLog}. One
 * instance per connection, since it reuses its buffers.
 */
final class ChunkEntryReader {

  private static final String RECEIVER = UUID.randomUUID().toString();
  private static final AtomicLong SEQUENCE = new AtomicLong();

  /**
   * What the records of a chunk have in common.
   *
   * @param tag the chunk's
   * @param peer the client's host
   * @param receivedAt when
   * @param receivedText the same as text: it is in each of them
   */
  private record ChunkContext(String tag, String peer, Instant receivedAt, String receivedText) {
    ChunkContext(String tag, String peer, Instant receivedAt) {
      this(tag, peer, receivedAt, IsoTime.text(receivedAt));
    }
  }

  private final PipelineMetrics metrics;
  private final ForwardLimits limits;
  private final RecordJsonWriter fields;
  private final JsonBytes out = new JsonBytes();

  ChunkEntryReader(PipelineMetrics metrics, ForwardLimits limits) {
    this.metrics = metrics;
    this.limits = limits;
    this.fields = new RecordJsonWriter(metrics::redacted);
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
    ChunkContext context =
        new ChunkContext(Redactor.redact(chunk.tag(), metrics::redacted), peer, now);
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
      byte[] bytes, int from, int length, ChunkContext context, Consumer<RawEntry> to) {
    var in = new MessagePackReader(bytes, from, from + length);
    while (in.hasMore()) {
      listed(in, bytes, context, to);
    }
  }

  private void listed(
      MessagePackReader in, byte[] bytes, ChunkContext context, Consumer<RawEntry> to) {
    if (in.kind() != ValueType.ARRAY || in.readArray() != 2) {
      throw new MalformedFrameException("an entry that is not [time, record]");
    }
    entry(in, bytes, context, to);
  }

  private void entry(
      MessagePackReader in, byte[] bytes, ChunkContext context, Consumer<RawEntry> to) {
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
      ChunkContext context,
      Consumer<RawEntry> to) {
    if (marker) {
      in.skip();
    } else if (in.kind() == ValueType.MAP) {
      metrics.received();
      to.accept(rawLog(in, bytes, time == null ? context.receivedAt() : time, context));
    } else {
      metrics.refused("record-not-a-map");
      in.skip();
    }
  }

  /** Writes the record as the JSON of a {@code RawLog}, bytes to bytes. */
  private RawEntry rawLog(MessagePackReader in, byte[] bytes, Instant time, ChunkContext context) {
    fields.read(in, bytes);
    String eventId = fields.source().eventId();
    String stream = fields.source().stream(context.tag(), context.peer());
    out.cutTo(0);
    out.raw("{\"stream\":").text(stream).raw(",\"tag\":").text(context.tag());
    out.raw(",\"time\":").text(IsoTime.text(time));
    out.raw(",\"receivedAt\":").text(context.receivedText());
    if (eventId != null) {
      out.raw(",\"eventId\":").text(eventId);
    }
    out.raw(",\"fields\":").add(fields.json()).add('}');
    String id = eventId == null ? RECEIVER + "-" + SEQUENCE.incrementAndGet() : eventId;
    return new RawEntry(stream, id, time, out.toArray());
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
