/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.audit.AuditEntry;
import io.berth.events.command.Command;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventPublisher;
import io.berth.gateway.board.Fact;
import io.berth.gateway.commands.CommandLog;
import io.berth.gateway.policies.PolicyLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to Kafka and waits for every in-sync replica, but not for long: somebody waits at the
 * door. Connects at the first record, so that the gateway starts without Kafka.
 */
public final class KafkaCommandLog implements CommandLog, PolicyLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaCommandLog.class);
  private static final String SOURCE = "/berth/gateway";

  private final KafkaSettings settings;
  private final MeterRegistry meters;
  private @Nullable EventPublisher publisher;

  public KafkaCommandLog(KafkaSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = meters;
  }

  @Override
  public void append(Envelope<? extends Command> command) throws NotConfirmed {
    confirm(() -> publisher().publish(command));
  }

  @Override
  public void write(Envelope<? extends Event> envelope) throws NotConfirmed {
    confirm(() -> publisher().publish(envelope));
  }

  @Override
  public void erase(Fact gone) throws NotConfirmed {
    Topic topic = gone.topic();
    confirm(() -> publisher().remove(topic, gone.key()));
  }

  @Override
  public void audit(AuditEntry entry) {
    // On a thread of its own: without Kafka the client makes the caller wait for its metadata.
    Thread.ofVirtual()
        .name("audit")
        .start(
            () -> {
              try {
                publisher().publish(entry).get();
              } catch (ExecutionException | KafkaException e) {
                meters.counter("berth.gateway.audit.lost").increment();
                LOG.error("an audit record was not written: {} {}", entry, e.toString());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private interface Sending {
    CompletableFuture<?> send();
  }

  private void confirm(Sending sending) throws NotConfirmed {
    try {
      sending.send().get(settings.confirmWithin().toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new NotConfirmed(String.valueOf(cause.getMessage()), cause);
    } catch (KafkaException | TimeoutException e) {
      throw new NotConfirmed(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotConfirmed("the gateway is stopping", e);
    }
  }

  private synchronized EventPublisher publisher() {
    if (publisher == null) {
      publisher =
          new EventPublisher(
              new KafkaProducer<>(config(), new StringSerializer(), new CloudEventSerializer()),
              SOURCE,
              settings.topics().prefix());
    }
    return publisher;
  }

  private Map<String, Object> config() {
    int patience = (int) settings.confirmWithin().toMillis();
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        settings.bootstrapServers(),
        ProducerConfig.CLIENT_ID_CONFIG,
        "berth-gateway",
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        patience,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        patience,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        patience,
        ProducerConfig.LINGER_MS_CONFIG,
        0,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        8L * 1024 * 1024);
  }

  @Override
  public synchronized void close() {
    if (publisher != null) {
      publisher.close();
    }
  }
}
