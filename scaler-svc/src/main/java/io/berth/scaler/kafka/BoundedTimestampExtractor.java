/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Extracts record timestamps, neither negative nor far in the future. A negative one would end
 * Kafka Streams, and one of the year 9999 would expire every stored state.
 */
public final class BoundedTimestampExtractor implements TimestampExtractor {

  /** The result of {@link #extract} for a record without a timestamp. */
  static final long NONE = 0;

  /** The limit of brokers since version 3.6. */
  private static final Duration MAX_AHEAD = Duration.ofHours(1);

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    long latest = System.currentTimeMillis() + MAX_AHEAD.toMillis();
    return Math.clamp(record.timestamp(), NONE, latest);
  }
}
