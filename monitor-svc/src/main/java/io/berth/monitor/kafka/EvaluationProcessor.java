/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.Envelope;
import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.AlertLabels;
import io.berth.monitor.alerting.AlertNotification;
import io.berth.monitor.alerting.Evaluation;
import io.berth.monitor.alerting.SubjectState;
import io.berth.monitor.notification.OutboxEntry;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.Tick;
import io.berth.monitor.observation.Subject;
import io.berth.redaction.event.EventRedactor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Evaluates observations and forwards transitions and notifications. Time is record time: after a
 * start no timer advances before the watches have listed all objects and published a tick.
 */
final class EvaluationProcessor implements Processor<String, Observation, String, Object> {

  private static final Logger LOG = LoggerFactory.getLogger(EvaluationProcessor.class);
  private static final Duration RETENTION = Duration.ofDays(30);

  private final String cluster;
  private final ActiveRules rules;
  private final List<String> receivers;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Set<String> subjectsWithTimers = new HashSet<>();
  private Instant listedSince = Instant.EPOCH;
  private @Nullable ProcessorContext<String, Object> context;
  private @Nullable KeyValueStore<String, SubjectState> states;

  EvaluationProcessor(
      String cluster,
      ActiveRules rules,
      List<String> receivers,
      Clock clock,
      MeterRegistry meters) {
    this.cluster = cluster;
    this.rules = rules;
    this.receivers = receivers;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<String, Object> processorContext) {
    context = processorContext;
    states = processorContext.getStateStore(AlertTopology.STATES);
    subjectsWithTimers.clear();
    forEach(
        (key, state) -> {
          if (state.needsTicks()) {
            subjectsWithTimers.add(key);
          }
        });
  }

  @Override
  public void process(Record<String, Observation> record) {
    if (record.value() instanceof Tick tick) {
      onTick(tick, record.timestamp());
    } else if (record.value() != null && record.key() != null) {
      evaluate(record.key(), record.value(), record.timestamp());
    }
  }

  /** Evaluates subjects with running timers; after a new listing of the cluster, every subject. */
  private void onTick(Tick tick, long timestamp) {
    Set<String> keys = new HashSet<>(subjectsWithTimers);
    if (tick.listedSince().isAfter(listedSince)) {
      listedSince = tick.listedSince();
      forEach((key, _) -> keys.add(key));
      removeExpired(tick.observedAt());
    }
    keys.forEach(key -> evaluate(key, tick, timestamp));
  }

  private void evaluate(String key, Observation observation, long timestamp) {
    if (states == null) {
      return;
    }
    SubjectState before = states.get(key);
    Subject subject = before == null ? SubjectKey.parse(key) : before.subject();
    if (subject == null) {
      LOG.warn("Observation ignored, its key is '{}', wanted cluster/namespace/kind/name", key);
      return;
    }
    SubjectState known = before == null ? SubjectState.initial(subject) : before;
    Evaluation evaluation = rules.evaluator().evaluate(known, observation, clock.instant());
    if (!evaluation.next().equals(before)) {
      states.put(key, evaluation.next());
    }
    if (evaluation.next().needsTicks()) {
      subjectsWithTimers.add(key);
    } else {
      subjectsWithTimers.remove(key);
    }
    evaluation.transitions().forEach(transition -> publish(transition, timestamp));
    evaluation.notifications().forEach(notification -> enqueue(notification, timestamp));
  }

  private void publish(AlertTransition decided, long timestamp) {
    AlertTransition transition = EventRedactor.redact(decided);
    Envelope<AlertTransition> envelope =
        Envelope.of(
            transition.fingerprint() + ":" + transition.sequence(),
            KafkaObservationPublisher.SOURCE + cluster,
            transition.evaluatedAt(),
            transition);
    forward(transition.fingerprint(), envelope, timestamp, AlertTopology.ALERTS_SINK);
    forward(transition.fingerprint(), envelope, timestamp, AlertTopology.HISTORY_SINK);
    meters
        .counter(
            "berth.monitor.alert.transitions",
            "alertname",
            transition.alertName(),
            "to",
            transition.to().name())
        .increment();
    if (transition.to() != State.PENDING && transition.to() != State.INACTIVE) {
      LOG.atLevel(needsAttention(transition) ? Level.WARN : Level.INFO)
          .log(
              "Alert {} ({}) for {} changed from {} to {}: {}",
              transition.alertName(),
              transition.severity(),
              AlertLabels.describe(transition.labels()),
              transition.from(),
              transition.to(),
              describeReason(transition));
    }
  }

  private static boolean needsAttention(AlertTransition transition) {
    return transition.to() == State.FIRING
        && transition.severity() != AlertRule.Severity.INFO
        && transition.silencedBy().isEmpty()
        && transition.inhibitedBy().isEmpty();
  }

  /** For an alert that fires also what was observed, and the last command on the application. */
  private static String describeReason(AlertTransition transition) {
    if (transition.to() != State.FIRING) {
      return transition.cause();
    }
    String observed = transition.annotations().getOrDefault("description", "");
    AlertTransition.LastCommand last = transition.lastCommand();
    return transition.cause()
        + (observed.isEmpty() ? "" : ": " + String.join(" ", observed.lines().toList()))
        + (last == null
            ? ""
            : "; last command " + last.commandId() + " (" + last.verb() + ") by " + last.by());
  }

  private void enqueue(AlertNotification decided, long timestamp) {
    AlertNotification notification =
        new AlertNotification(
            decided.kind(), decided.reason(), EventRedactor.redact(decided.transition()));
    for (String receiver : receivers) {
      OutboxEntry entry = OutboxEntry.pending(notification, receiver);
      forward(entry.id(), JsonSerdes.write(entry), timestamp, AlertTopology.OUTBOX_SINK);
    }
  }

  private void forward(String key, @Nullable Object value, long timestamp, String sink) {
    if (context != null) {
      context.forward(new Record<String, Object>(key, value, timestamp), sink);
    }
  }

  /** Removes subjects that were deleted long ago, and their alerts from the compacted topic. */
  private void removeExpired(Instant now) {
    List<SubjectState> expired = new ArrayList<>();
    forEach(
        (_, state) -> {
          if (state.expired(now.minus(RETENTION))) {
            expired.add(state);
          }
        });
    for (SubjectState state : expired) {
      if (states != null) {
        states.delete(SubjectKey.of(state.subject()));
      }
      subjectsWithTimers.remove(SubjectKey.of(state.subject()));
      state
          .alerts()
          .values()
          .forEach(
              alert ->
                  forward(
                      alert.fingerprint(), null, now.toEpochMilli(), AlertTopology.ALERTS_SINK));
    }
  }

  private void forEach(java.util.function.BiConsumer<String, SubjectState> each) {
    if (states == null) {
      return;
    }
    try (KeyValueIterator<String, SubjectState> all = states.all()) {
      all.forEachRemaining(entry -> each.accept(entry.key, entry.value));
    }
  }
}
