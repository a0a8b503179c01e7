/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.enrichment.Enriched;
import io.berth.logpipeline.json.JsonBytes;
import io.berth.logpipeline.limits.Gate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes enriched logs in the form that {@link EnrichedSlice} knows, but for those that a limit
 * leaves out. For one thread.
 */
final class EnrichedRecords {

  private final String topic;
  private final Gate gate;
  private final EventHeaders headers = new EventHeaders(EnrichedLog.class);
  private final JsonBytes json = new JsonBytes();

  EnrichedRecords(String topic, Gate gate) {
    this.topic = topic;
    this.gate = gate;
  }

  /** The record; null where it is left out. */
  @Nullable ProducerRecord<byte[], byte[]> of(Enriched log, RawLog raw) {
    json.cutTo(0);
    log.writeTo(json);
    if (!gate.keeps(log, raw.receivedAt(), json.length())) {
      return null;
    }
    byte[] key = log.stream().getBytes(UTF_8);
    // When it came through the door: a replay says the same again, see EnrichedSlice.
    long received = Math.max(0, raw.receivedAt().toEpochMilli());
    return new ProducerRecord<>(
        topic, null, received, key, json.toArray(), headers.of(log.id(), key, raw.time()));
  }
}
