/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.intake.RawEntry;
import io.berth.logpipeline.json.IsoTime;
import io.berth.logpipeline.json.JsonBytes;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.logpipeline.msgpack.MessagePackReader;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a record as the JSON of a {@code RawLog}, bytes to bytes. For one thread at a time. */
final class RawLogWriter {

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
  record ChunkContext(String tag, String peer, Instant receivedAt, String receivedText) {
    ChunkContext(String tag, String peer, Instant receivedAt) {
      this(tag, peer, receivedAt, IsoTime.text(receivedAt));
    }
  }

  private final RecordJsonWriter record;
  private final JsonBytes out = new JsonBytes();

  RawLogWriter(PipelineMetrics metrics) {
    this.record = new RecordJsonWriter(metrics::redacted);
  }

  RawEntry of(MessagePackReader in, byte[] bytes, Instant time, ChunkContext context) {
    record.read(in, bytes);
    String eventId = record.source().eventId();
    String stream = record.source().stream(context.tag(), context.peer());
    out.cutTo(0);
    out.raw("{\"stream\":").text(stream).raw(",\"tag\":").text(context.tag());
    out.raw(",\"time\":").text(IsoTime.text(time));
    out.raw(",\"receivedAt\":").text(context.receivedText());
    if (eventId != null) {
      out.raw(",\"eventId\":").text(eventId);
    }
    out.raw(",\"fields\":").add(record.json()).add('}');
    String id = eventId == null ? RECEIVER + "-" + SEQUENCE.incrementAndGet() : eventId;
    return new RawEntry(stream, id, time, out.toArray());
  }
}
