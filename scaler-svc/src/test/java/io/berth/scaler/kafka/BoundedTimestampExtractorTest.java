/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTimestampExtractorTest {

  @ParameterizedTest
  @ValueSource(longs = {-1, -62_135_596_800_000L, Long.MIN_VALUE})
  void negativeTimestamp_becomesZero(long timestamp) {
    assertThat(time(timestamp)).isEqualTo(BoundedTimestampExtractor.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 253_402_300_799_999L})
  void farFuture_isLimitedLikeInBrokers(long timestamp) {
    assertThat(time(timestamp))
        .isBetween(
            Instant.now().toEpochMilli(), Instant.now().plus(Duration.ofHours(2)).toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_794_000_000_000L})
  void otherTimestamps_areUnchanged(long timestamp) {
    assertThat(time(timestamp)).isEqualTo(timestamp);
  }

  private static long time(long timestamp) {
    return new BoundedTimestampExtractor()
        .extract(
            new ConsumerRecord<>(
                "t",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                "value",
                new RecordHeaders(),
                Optional.empty()),
            7);
  }
}
