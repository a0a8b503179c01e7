/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.berth.events.kafka.CloudEventHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Computes the earliest time at which a copy of a record can have been indexed, in milliseconds
 * since 1970.
 */
final class EarliestCopyTime {

  /** Older records are neither resent nor replayed. */
  private static final long COPIED_WITHIN = Duration.ofDays(14).toMillis();

  private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

  private EarliestCopyTime() {}

  /**
   * Neither before its own time nor, whatever its producer's clock says, after it was received,
   * which is the record's timestamp.
   */
  static long since(ConsumerRecord<byte[], byte[]> record) {
    Header time = record.headers().lastHeader(CloudEventHeaders.TIME);
    long earliest = record.timestamp() - COPIED_WITHIN;
    if (time == null || time.value() == null) {
      return earliest;
    }
    return Math.max(earliest, Math.min(record.timestamp(), parse(time.value(), earliest)));
  }

  /** As {@code Instant.parse}, in a tenth of its time: this is done for each record. */
  static long parse(byte[] iso, long otherwise) {
    if (iso.length < 20 || iso[10] != 'T' || iso[iso.length - 1] != 'Z' || iso[4] != '-') {
      return slow(iso, otherwise);
    }
    long day = days(number(iso, 0, 4), number(iso, 5, 7), number(iso, 8, 10));
    long seconds = number(iso, 11, 13) * 3600L + number(iso, 14, 16) * 60L + number(iso, 17, 19);
    int millis = iso.length < 24 ? 0 : number(iso, 20, 23);
    return day * MILLIS_PER_DAY + seconds * 1000 + millis;
  }

  private static long slow(byte[] iso, long otherwise) {
    try {
      return Instant.parse(new String(iso, US_ASCII)).toEpochMilli();
    } catch (DateTimeParseException e) {
      return otherwise;
    }
  }

  private static int number(byte[] iso, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + iso[i] - '0';
    }
    return number;
  }

  /** Days since 1970, counted in years that begin with March. */
  private static long days(int year, int month, int day) {
    int years = month > 2 ? year : year - 1;
    int months = month > 2 ? month - 3 : month + 9;
    int leapDays = years / 4 - years / 100 + years / 400;
    return years * 365L + leapDays + (months * 153 + 2) / 5 + day - 1 - 719_468;
  }
}
