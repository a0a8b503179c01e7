/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Topics;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What could not be processed: the original key, bytes and headers, and beside them in headers
 * where it came from and why it is here.
 */
public final class DeadLetter {

  public static final String TOPIC = "berth_dl_topic";
  public static final String PARTITION = "berth_dl_partition";
  public static final String OFFSET = "berth_dl_offset";
  public static final String SERVICE = "berth_dl_service";
  public static final String REASON = "berth_dl_reason";
  public static final String AT = "berth_dl_at";

  private DeadLetter() {}

  /**
   * The record for the dead letters of the topic it came from.
   *
   * @param failed as it was read
   * @param service which service gives up
   * @param reason why, without secrets
   * @param at when
   */
  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> failed, String service, String reason, Instant at) {
    RecordHeaders headers = new RecordHeaders(failed.headers().toArray());
    add(headers, TOPIC, failed.topic());
    add(headers, PARTITION, Integer.toString(failed.partition()));
    add(headers, OFFSET, Long.toString(failed.offset()));
    add(headers, SERVICE, service);
    add(headers, REASON, reason);
    add(headers, AT, at.toString());
    return new ProducerRecord<>(
        failed.topic() + Topics.DEAD_LETTERS_SUFFIX, null, failed.key(), failed.value(), headers);
  }

  private static void add(RecordHeaders headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }
}
