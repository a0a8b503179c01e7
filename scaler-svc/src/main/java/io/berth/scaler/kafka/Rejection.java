/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.kafka.DeadLetter;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** A record on its way to the dead letters. */
final class Rejection {

  private Rejection() {}

  static Record<byte[], byte[]> of(
      Record<byte[], byte[]> record, RecordMetadata position, String reason) {
    ConsumerRecord<byte[], byte[]> read =
        new ConsumerRecord<>(
            position.topic(),
            position.partition(),
            position.offset(),
            record.timestamp(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            record.key(),
            record.value(),
            record.headers(),
            Optional.empty());
    // The record's time, not the clock's: a second delivery writes the same bytes.
    Instant at = Instant.ofEpochMilli(record.timestamp());
    ProducerRecord<byte[], byte[]> letter = DeadLetter.of(read, ScalerTopology.SERVICE, reason, at);
    return new Record<>(letter.key(), letter.value(), record.timestamp(), letter.headers());
  }
}
