/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.audit.AuditEntry;
import io.berth.events.audit.AuditEntry.Outcome;
import io.berth.events.command.Command;
import io.berth.gateway.commands.CommandPublisher;
import io.berth.gateway.policies.PolicyPublisher;
import io.berth.redaction.event.EventRedactor;
import io.berth.stream.EventTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to Kafka and waits for every in-sync replica. The wait is short, because an HTTP client
 * waits for the answer.
 */
public final class KafkaPublisher implements CommandPublisher, PolicyPublisher {

  /** How long a record may take to be confirmed; the producer's own timeout is shorter. */
  private static final int CONFIRM_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);
  private static final String SOURCE = "/berth/gateway";

  private final EventTemplate events;
  private final MeterRegistry meters;

  public KafkaPublisher(EventTemplate events, MeterRegistry meters) {
    this.events = events;
    this.meters = meters;
  }

  @Override
  public void publish(Envelope<? extends Command> command) throws NotConfirmedException {
    confirm(events.send(command));
  }

  @Override
  public void publishChange(Envelope<? extends Event> envelope) throws NotConfirmedException {
    confirm(events.send(redacted(envelope)));
  }

  @Override
  public void delete(Topic topic, String key) throws NotConfirmedException {
    confirm(events.remove(topic, key));
  }

  @Override
  public void audit(AuditEntry entry) {
    // On its own thread: without Kafka, the producer blocks the caller until it has metadata.
    Thread.ofVirtual().name("audit").start(() -> writeAudit(EventRedactor.redact(entry)));
  }

  private static Envelope<Event> redacted(Envelope<? extends Event> envelope) {
    return new Envelope<>(
        envelope.id(),
        envelope.source(),
        envelope.time(),
        envelope.traceparent(),
        EventRedactor.redact(envelope.payload()));
  }

  private void writeAudit(AuditEntry entry) {
    if (entry.outcome() == Outcome.REFUSED) {
      LOG.info(
          "Request {} for {} by {} was rejected: {}",
          entry.action(),
          entry.object().isEmpty() ? "an unreadable name" : entry.object(),
          entry.principal(),
          String.join(" ", String.valueOf(entry.detail()).lines().toList()));
    }
    try {
      events.send(Envelope.of(UUID.randomUUID().toString(), SOURCE, Instant.now(), entry)).get();
    } catch (ExecutionException e) {
      meters.counter("berth.gateway.audit.lost").increment();
      LOG.error("Audit entry {} was not published: {}", entry, String.valueOf(e.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void confirm(Future<?> sending) throws NotConfirmedException {
    try {
      sending.get(CONFIRM_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new NotConfirmedException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new NotConfirmedException("no confirmation within " + CONFIRM_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotConfirmedException("the gateway is stopping", e);
    }
  }
}
