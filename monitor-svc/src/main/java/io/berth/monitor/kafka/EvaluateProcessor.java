/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.Envelope;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.monitor.alerting.Evaluation;
import io.berth.monitor.alerting.Notice;
import io.berth.monitor.alerting.Observation;
import io.berth.monitor.alerting.Observation.Tick;
import io.berth.monitor.alerting.Subject;
import io.berth.monitor.alerting.SubjectState;
import io.berth.monitor.telling.OutboxEntry;
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

/**
 * Lets the evaluator decide and writes down what it decided. Time is the time of the records: after
 * a start nothing moves before the watches have been listed anew and say so.
 */
final class EvaluateProcessor implements Processor<String, Observation, String, Object> {

  private static final Logger LOG = LoggerFactory.getLogger(EvaluateProcessor.class);
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final String cluster;
  private final RulesInForce rules;
  private final List<String> receivers;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Set<String> waiting = new HashSet<>();
  private Instant listedSince = Instant.EPOCH;
  private @Nullable ProcessorContext<String, Object> context;
  private @Nullable KeyValueStore<String, SubjectState> states;

  EvaluateProcessor(
      String cluster,
      RulesInForce rules,
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
    waiting.clear();
    forEach(
        (key, state) -> {
          if (state.waits()) {
            waiting.add(key);
          }
        });
  }

  @Override
  public void process(Record<String, Observation> record) {
    if (record.value() instanceof Tick tick) {
      passes(tick, record.timestamp());
    } else if (record.value() != null && record.key() != null) {
      evaluate(record.key(), record.value(), record.timestamp());
    }
  }

  /** Looks at alerts that wait, and after the watches were listed anew at every subject. */
  private void passes(Tick tick, long timestamp) {
    Set<String> keys = new HashSet<>(waiting);
    if (tick.listedSince().isAfter(listedSince)) {
      listedSince = tick.listedSince();
      forEach((key, _) -> keys.add(key));
      forget(tick.observedAt());
    }
    keys.forEach(key -> evaluate(key, tick, timestamp));
  }

  private void evaluate(String key, Observation observation, long timestamp) {
    if (states == null) {
      return;
    }
    SubjectState before = states.get(key);
    Subject subject = before == null ? Subject.parse(key) : before.subject();
    if (subject == null) {
      LOG.warn("An observation of '{}' is left out: wanted cluster/namespace/kind/name", key);
      return;
    }
    SubjectState known = before == null ? SubjectState.unseen(subject) : before;
    Evaluation evaluation = rules.evaluator().evaluate(known, observation, clock.instant());
    if (!evaluation.next().equals(before)) {
      states.put(key, evaluation.next());
    }
    if (evaluation.next().waits()) {
      waiting.add(key);
    } else {
      waiting.remove(key);
    }
    evaluation.transitions().forEach(transition -> moved(transition, timestamp));
    evaluation.notices().forEach(notice -> tell(notice, timestamp));
  }

  private void moved(AlertTransition transition, long timestamp) {
    Envelope<AlertTransition> envelope =
        Envelope.of(
            transition.fingerprint() + ":" + transition.sequence(),
            KafkaPublications.SOURCE + cluster,
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
      LOG.info(
          "{} {} of {}: {} → {} ({})",
          transition.severity(),
          transition.alertName(),
          transition.labels(),
          transition.from(),
          transition.to(),
          transition.cause());
    }
  }

  private void tell(Notice notice, long timestamp) {
    for (String receiver : receivers) {
      OutboxEntry entry = OutboxEntry.pending(notice, receiver);
      forward(entry.id(), entry, timestamp, AlertTopology.OUTBOX_SINK);
    }
  }

  private void forward(String key, @Nullable Object value, long timestamp, String sink) {
    if (context != null) {
      context.forward(new Record<String, Object>(key, value, timestamp), sink);
    }
  }

  /** Subjects that are long gone, and their alerts in the compacted topic. */
  private void forget(Instant now) {
    List<SubjectState> old = new ArrayList<>();
    forEach(
        (_, state) -> {
          if (state.forgettable(now.minus(REMEMBERED))) {
            old.add(state);
          }
        });
    for (SubjectState state : old) {
      if (states != null) {
        states.delete(state.subject().key());
      }
      waiting.remove(state.subject().key());
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
