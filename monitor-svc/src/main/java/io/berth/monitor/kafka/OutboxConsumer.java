/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.alert.AlertTransition;
import io.berth.monitor.alerting.AlertLabels;
import io.berth.monitor.notification.OutboxEntry;
import io.berth.monitor.notification.OutboxEntry.DeliveryState;
import io.berth.monitor.notification.PendingNotifications;
import io.berth.monitor.notification.Receiver;
import io.berth.monitor.notification.Receiver.DeliveryResult;
import io.berth.stream.BindingCustomizer;
import io.berth.stream.EventTemplate;
import io.berth.stream.ReceivedRecord;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Delivers the notifications of the outbox to their receivers, and writes the results to the
 * outbox. The topic is the only state: after an assignment the partition is read from its
 * beginning, and no offsets are committed. After a kill between delivery and write, the
 * notification is delivered again under the same id.
 */
public final class OutboxConsumer
    implements BindingCustomizer, ApplicationListener<ListenerContainerIdleEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxConsumer.class);
  private static final Duration DELIVERY_INTERVAL = Duration.ofMillis(100);

  /** While records keep arriving there are no idle events, and notifications must still go out. */
  private static final Duration DELIVERY_INTERVAL_WHILE_BUSY = Duration.ofSeconds(1);

  /** Below the five minutes that a consumer may take between polls. */
  private static final Duration MAX_DELIVERY_TIME = Duration.ofMinutes(1);

  private static final Duration BACKOFF_AFTER_FAILURE = Duration.ofSeconds(1);

  private final String bindingName;
  private final List<Receiver> receivers;
  private final Clock clock;
  private final MeterRegistry meters;
  private final PendingNotifications pending = new PendingNotifications();
  private final SeekToBeginningListener reading;
  private final OutboxCommitter committer;
  private Instant deliveredAt = Instant.EPOCH;
  private volatile @Nullable AbstractMessageListenerContainer<?, ?> container;

  /**
   * @param topic the outbox, by its name in Kafka
   */
  public OutboxConsumer(
      String bindingName,
      String topic,
      EventTemplate events,
      List<Receiver> receivers,
      Clock clock,
      MeterRegistry meters) {
    this.bindingName = bindingName;
    this.receivers = List.copyOf(receivers);
    this.clock = clock;
    this.meters = meters;
    this.committer = new OutboxCommitter(events, topic, pending);
    this.reading = new SeekToBeginningListener(bindingName, this::reset, this::running);
    meters.gauge("berth.monitor.outbox.pending", pending, PendingNotifications::pending);
  }

  @Override
  public String bindingName() {
    return bindingName;
  }

  @Override
  public void configure(AbstractMessageListenerContainer<?, ?> made) {
    ContainerProperties properties = made.getContainerProperties();
    properties.setAckMode(ContainerProperties.AckMode.MANUAL); // no offsets are committed
    properties.setPollTimeout(DELIVERY_INTERVAL.toMillis());
    properties.setIdleEventInterval(DELIVERY_INTERVAL.toMillis());
    properties.setConsumerRebalanceListener(reading);
    made.setCommonErrorHandler(
        new DefaultErrorHandler(new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS)));
    container = made;
  }

  private boolean running() {
    AbstractMessageListenerContainer<?, ?> mine = container;
    return mine == null || mine.isRunning();
  }

  private void reset() {
    pending.clear();
    deliveredAt = clock.instant();
  }

  /** Takes a message of the binding; its function bean is {@code consumer::accept}. */
  public void accept(Message<?> message) {
    ConsumerRecord<String, byte[]> record = ReceivedRecord.<String, byte[]>of(message).record();
    apply(record);
    reading.recordConsumed(record);
    deliverIfDue(DELIVERY_INTERVAL_WHILE_BUSY);
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      pending.apply(record.key(), JsonSerdes.read(record.value(), OutboxEntry.class));
    } catch (RuntimeException e) {
      LOG.warn("Notification {} cannot be read and is not sent: {}", record.key(), reason(e));
    }
  }

  /** The kind of failure, without the content of the record. */
  private static String reason(RuntimeException e) {
    return e.getClass().getSimpleName();
  }

  @Override
  public void onApplicationEvent(ListenerContainerIdleEvent event) {
    AbstractMessageListenerContainer<?, ?> mine = container;
    if (mine != null
        && event.getContainer(AbstractMessageListenerContainer.class) == mine
        && reading.updatePositions(event.getConsumer())) {
      deliverIfDue(DELIVERY_INTERVAL);
    }
  }

  private void deliverIfDue(Duration pause) {
    Instant now = clock.instant();
    if (!reading.isCaughtUp() || now.isBefore(deliveredAt.plus(pause))) {
      return;
    }
    try {
      deliver(now.plus(MAX_DELIVERY_TIME));
      deliveredAt = clock.instant();
    } catch (RuntimeException e) {
      LOG.warn(
          "Results of notifications were not written to Kafka, these may be sent again: {}",
          e.toString());
      deliveredAt = clock.instant().plus(BACKOFF_AFTER_FAILURE);
    }
  }

  private void deliver(Instant until) {
    for (OutboxEntry entry : pending.due(clock.instant())) {
      if (!running() || clock.instant().isAfter(until)) {
        return;
      }
      Optional<Receiver> receiver = receiver(entry.receiver());
      if (receiver.isPresent() && pending.isDeliverable(entry)) {
        handle(entry, receiver.get().deliver(entry));
      } else if (receiver.isPresent()) {
        committer.remove(entry);
      }
    }
  }

  /** The receiver of that name; empty where it is not configured any more. */
  private Optional<Receiver> receiver(String name) {
    return receivers.stream().filter(receiver -> receiver.name().equals(name)).findFirst();
  }

  private void handle(OutboxEntry entry, DeliveryResult result) {
    int tries = pending.tries(entry.id()) + 1;
    Instant now = clock.instant();
    switch (result) {
      case DeliveryResult.Delivered delivered -> {
        count(entry, "delivered");
        LOG.info("{} sent to receiver {}, attempt {}", describe(entry), entry.receiver(), tries);
        committer.complete(
            entry.completed(DeliveryState.DELIVERED, tries, now, delivered.response()));
      }
      case DeliveryResult.PermanentFailure rejected -> {
        count(entry, "refused");
        LOG.warn(
            "{} was rejected by receiver {} and is not sent again: {}",
            describe(entry),
            entry.receiver(),
            rejected.response());
        committer.complete(entry.completed(DeliveryState.REFUSED, tries, now, rejected.response()));
      }
      case DeliveryResult.TransientFailure retry -> {
        count(entry, "failed");
        pending.recordFailure(entry.id(), now);
        LOG.warn(
            "{} did not reach receiver {}, attempt {}, will be sent again: {}",
            describe(entry),
            entry.receiver(),
            tries,
            retry.response());
      }
    }
  }

  private static String describe(OutboxEntry entry) {
    AlertTransition alert = entry.transition();
    return "Notification "
        + entry.id()
        + " ("
        + alert.alertName()
        + " "
        + entry.kind()
        + ") for "
        + AlertLabels.describe(alert.labels());
  }

  private void count(OutboxEntry entry, String result) {
    meters
        .counter("berth.monitor.notifications", "receiver", entry.receiver(), "result", result)
        .increment();
  }
}
