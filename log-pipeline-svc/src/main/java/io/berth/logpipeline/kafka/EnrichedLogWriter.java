/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.enrichment.EnrichmentResult;
import io.berth.logpipeline.json.JsonBytes;
import io.berth.logpipeline.limits.LimitFilter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Serializes enriched logs in the form that {@link EnrichedLogParser} recognizes, unless a limit
 * drops them. For one thread.
 */
final class EnrichedLogWriter {

  private final String topic;
  private final LimitFilter limitFilter;
  private final EventHeaders headers = new EventHeaders(EnrichedLog.class);
  private final JsonBytes json = new JsonBytes();

  EnrichedLogWriter(String topic, LimitFilter limitFilter) {
    this.topic = topic;
    this.limitFilter = limitFilter;
  }

  /** The record; null where it is left out. */
  @Nullable ProducerRecord<byte[], byte[]> of(EnrichmentResult log, RawLog raw) {
    json.cutTo(0);
    log.writeTo(json);
    if (!limitFilter.keeps(log, raw.receivedAt(), json.length())) {
      return null;
    }
    byte[] key = log.stream().getBytes(UTF_8);
    // The time of receipt: a replay gives the same, see EarliestCopyTime.
    long received = Math.max(0, raw.receivedAt().toEpochMilli());
    return new ProducerRecord<>(
        topic, null, received, key, json.toArray(), headers.of(log.id(), key, raw.time()));
  }
}
