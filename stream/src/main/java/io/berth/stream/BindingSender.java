/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NetworkException;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.integration.kafka.outbound.KafkaProducerMessageHandler;
import org.springframework.integration.kafka.support.KafkaIntegrationHeaders;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.kafka.support.SendResult;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessagingException;

/**
 * Sends records over the output binding {@code events}. The binding's message handler sends a
 * {@link ProducerRecord} unchanged and returns its future in the caller's thread.
 */
final class BindingSender implements RecordSender {

  private static final String BINDING = "events";

  private final StreamBridge bridge;
  private final KafkaGate gate;

  BindingSender(StreamBridge bridge, KafkaGate gate) {
    this.bridge = bridge;
    this.gate = gate;
  }

  @Override
  public CompletableFuture<RecordMetadata> send(ProducerRecord<?, ?> record) {
    PendingSend pending = new PendingSend();
    Message<?> message =
        MessageBuilder.withPayload(record)
            .setHeader(KafkaIntegrationHeaders.FUTURE_TOKEN, pending)
            .build();
    try {
      bridge.send(BINDING, message);
    } catch (MessageDeliveryException e) {
      // The channel has no subscriber yet.
      return CompletableFuture.failedFuture(
          new NetworkException(
              "Kafka is not reached yet: " + gate.closedBecause().orElse("the binding is closed")));
    } catch (MessagingException e) {
      return CompletableFuture.failedFuture(e.getCause() == null ? e : e.getCause());
    }
    return pending.result();
  }

  /** The result of one call. */
  private static final class PendingSend {

    private @Nullable CompletableFuture<SendResult<?, ?>> sent;

    void sent(CompletableFuture<SendResult<?, ?>> future) {
      sent = future;
    }

    CompletableFuture<RecordMetadata> result() {
      return sent == null
          ? CompletableFuture.failedFuture(new IllegalStateException("The record was not sent"))
          : sent.thenApply(SendResult::getRecordMetadata)
              .exceptionallyCompose(BindingSender::withoutSpringWrappers);
    }
  }

  /** Fails with Kafka's own exception, without Spring's wrappers. */
  private static CompletableFuture<RecordMetadata> withoutSpringWrappers(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && !cause.getClass().getName().startsWith("org.apache.kafka.")) {
      cause = cause.getCause();
    }
    return CompletableFuture.failedFuture(cause);
  }

  /** Configures a message handler to return its futures to the callers. */
  static void returnFutures(KafkaProducerMessageHandler<?, ?> handler) {
    handler.setFuturesChannel(
        new MessageChannel() {
          @Override
          @SuppressWarnings("unchecked") // the handler's contract
          public boolean send(Message<?> message, long timeout) {
            if (message.getHeaders().get(KafkaIntegrationHeaders.FUTURE_TOKEN)
                instanceof PendingSend pending) {
              pending.sent((CompletableFuture<SendResult<?, ?>>) message.getPayload());
            }
            return true;
          }
        });
  }
}
