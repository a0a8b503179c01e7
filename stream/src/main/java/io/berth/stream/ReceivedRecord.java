/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.StaticMessageHeaderAccessor;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/**
 * A record that a binding passes to its function, with its consumer.
 *
 * @param record the source record
 * @param consumer the consumer that read it; only for the calling thread
 * @param acknowledgment of a binding with manual acknowledgement; null otherwise
 */
public record ReceivedRecord<K, V>(
    ConsumerRecord<K, V> record, Consumer<?, ?> consumer, @Nullable Acknowledgment acknowledgment) {

  /** The record of a message. */
  @SuppressWarnings("unchecked") // the binding's deserializers define K and V
  public static <K, V> ReceivedRecord<K, V> of(Message<?> message) {
    ConsumerRecord<K, V> record =
        Objects.requireNonNull(
            (ConsumerRecord<K, V>) StaticMessageHeaderAccessor.getSourceData(message),
            "a Kafka binding binds the source record");
    return new ReceivedRecord<>(
        record,
        Objects.requireNonNull(message.getHeaders().get(KafkaHeaders.CONSUMER, Consumer.class)),
        message.getHeaders().get(KafkaHeaders.ACKNOWLEDGMENT, Acknowledgment.class));
  }
}
