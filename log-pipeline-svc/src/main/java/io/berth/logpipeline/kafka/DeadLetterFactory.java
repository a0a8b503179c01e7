/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.kafka.DeadLetter;
import io.berth.logpipeline.metrics.PipelineMetrics;
import io.berth.redaction.Redactor;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Creates dead letters that contain no secrets. An unreadable record may not have come through our
 * receiver, so nobody has redacted it; and Elasticsearch quotes values in its error reasons.
 */
final class DeadLetterFactory {

  /** The partition of what never was in the topic: a chunk that could not be read. */
  static final int AT_THE_DOOR = -1;

  private static final int MAX_REASON = 1_000;

  private final PipelineMetrics metrics;
  private final Clock clock;

  DeadLetterFactory(PipelineMetrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * The record for the dead letters of the topic it came from.
   *
   * @param kind for the counter
   * @param reason for people
   */
  ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> failed, String kind, String reason) {
    metrics.deadLetter(kind);
    String clean = Redactor.redact(reason, metrics::redacted);
    String cut = clean.length() > MAX_REASON ? clean.substring(0, MAX_REASON) : clean;
    return DeadLetter.of(
        clean(failed), KafkaClientFactory.SERVICE, kind + ": " + cut, clock.instant());
  }

  private ConsumerRecord<byte[], byte[]> clean(ConsumerRecord<byte[], byte[]> failed) {
    RecordHeaders headers = new RecordHeaders();
    for (Header header : failed.headers()) {
      headers.add(Redactor.redact(header.key(), metrics::redacted), clean(header.value()));
    }
    return new ConsumerRecord<>(
        failed.topic(),
        failed.partition(),
        failed.offset(),
        failed.timestamp(),
        TimestampType.CREATE_TIME,
        failed.serializedKeySize(),
        failed.serializedValueSize(),
        clean(failed.key()),
        clean(failed.value()),
        headers,
        failed.leaderEpoch());
  }

  private byte @Nullable [] clean(byte @Nullable [] bytes) {
    return bytes == null ? null : Redactor.redactBytes(bytes, metrics::redacted);
  }
}
