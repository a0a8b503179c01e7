/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.kafka.DeadLetter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Creates dead letters: the original record, truncated to what Kafka accepts. */
final class RejectedRecord {

  /** Maximum size of a dead letter, below Kafka's limit of 1 MiB. */
  private static final int MAX_BYTES = 1_000_000;

  /** Size of a truncated value. */
  private static final int TRUNCATED_VALUE_BYTES = 256 * 1024;

  /** Size of a truncated key, and maximum size of kept headers. */
  private static final int TRUNCATED_KEY_BYTES = 64 * 1024;

  private static final int MAX_REASON_LENGTH = 2_000;

  private RejectedRecord() {}

  /**
   * Creates the dead letter.
   *
   * @param now for a record without a timestamp
   */
  static Record<byte[], byte[]> of(
      Record<byte[], byte[]> record, RecordMetadata position, String reason, long now) {
    // The record's timestamp, not the clock, so that a redelivery writes the same bytes.
    long time = record.timestamp() == BoundedTimestampExtractor.NONE ? now : record.timestamp();
    boolean fits = size(record) + MAX_REASON_LENGTH * 3L <= MAX_BYTES;
    String printable = printable(reason);
    ConsumerRecord<byte[], byte[]> read =
        new ConsumerRecord<>(
            position.topic(),
            position.partition(),
            position.offset(),
            time,
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            fits ? record.key() : truncate(record.key(), TRUNCATED_KEY_BYTES),
            fits ? record.value() : truncate(record.value(), TRUNCATED_VALUE_BYTES),
            fits ? record.headers() : truncate(record.headers()),
            Optional.empty());
    ProducerRecord<byte[], byte[]> letter =
        DeadLetter.of(
            read,
            ScalerTopology.SERVICE,
            fits
                ? printable
                : printable + " (too large to be kept whole: a part of " + size(record) + " bytes)",
            Instant.ofEpochMilli(time));
    return new Record<>(letter.key(), letter.value(), time, letter.headers());
  }

  /** A reason for a log line, truncated and without control characters: it may quote the record. */
  static String printable(String reason) {
    String truncated =
        reason.length() <= MAX_REASON_LENGTH
            ? reason
            : reason.substring(0, MAX_REASON_LENGTH) + "… (" + reason.length() + " characters)";
    return truncated.replaceAll("\\p{Cntrl}", "�");
  }

  /** The position of a record for a log line, such as {@code topic-0@42}. */
  static String position(Optional<RecordMetadata> metadata) {
    return metadata
        .map(at -> at.topic() + "-" + at.partition() + "@" + at.offset())
        .orElse("an unknown position");
  }

  private static long size(Record<byte[], byte[]> record) {
    return length(record.key()) + length(record.value()) + size(record.headers());
  }

  private static long size(Headers headers) {
    long size = 0;
    for (Header header : headers) {
      // At most four bytes per character of the name, and both lengths.
      size += 4L * header.key().length() + length(header.value()) + 10;
    }
    return size;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  @SuppressWarnings("NullAway") // a record may have neither key nor value
  private static byte[] truncate(byte @Nullable [] bytes, int max) {
    return bytes == null || bytes.length <= max ? bytes : Arrays.copyOf(bytes, max);
  }

  private static Headers truncate(Headers headers) {
    return size(headers) <= TRUNCATED_KEY_BYTES ? headers : new RecordHeaders();
  }
}
