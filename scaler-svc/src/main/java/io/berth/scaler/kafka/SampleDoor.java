/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.InvalidField;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.events.kafka.Received.Invalid;
import io.berth.events.kafka.Received.Readable;
import io.berth.events.kafka.Received.Unreadable;
import io.berth.events.metrics.MetricSample;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.scaling.SampleCheck;
import io.berth.scaler.scaling.Scaler;
import io.berth.scaler.scaling.Scaler.Step;
import io.berth.scaler.scaling.ScalingState;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes samples: with a policy they become decisions, and what cannot be read a dead letter. */
final class SampleDoor extends ContextualProcessor<byte[], byte[], Object, Object> {

  /** Application → its policy, on every instance. */
  static final String POLICIES = "policies";

  static final String DECISIONS = "decisions";
  static final String REFUSED = "refused-samples";

  private static final Logger LOG = LoggerFactory.getLogger(SampleDoor.class);

  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final Scaler scaler = new Scaler();
  private final ScalerMeters meters;

  private @Nullable Windows windows;
  private @Nullable KeyValueStore<String, ScalingPolicy> policies;

  SampleDoor(ScalerMeters meters) {
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    windows = new Windows(context.getStateStore(Windows.STORE));
    policies = context.getStateStore(POLICIES);
    context.schedule(
        Windows.FORGOTTEN_AFTER, PunctuationType.STREAM_TIME, now -> windows().forget(now));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Received received = reader.deserialize("", record.headers(), record.value());
    switch (received) {
      case null -> refuse(record, "no value; wanted a sample");
      case Readable(var envelope) when envelope.payload() instanceof MetricSample sample ->
          take(record, envelope, sample);
      case Readable(var envelope) ->
          refuse(record, envelope.payload().getClass().getSimpleName() + " is no sample");
      case Invalid(var _, var _, var _, var _, var fields) ->
          refuse(
              record,
              fields.stream().map(InvalidField::toString).collect(Collectors.joining("; ")));
      case Unreadable(var reason) -> refuse(record, reason);
    }
  }

  private void take(
      Record<byte[], byte[]> record, Envelope<? extends Event> envelope, MetricSample sample) {
    String key = record.key() == null ? "" : new String(record.key(), UTF_8);
    Instant received = Instant.ofEpochMilli(record.timestamp());
    String fault = SampleCheck.fault(sample, key, received);
    if (fault != null) {
      refuse(record, fault);
      return;
    }
    ScalingPolicy policy = policy(sample);
    if (policy == null || !Scaler.holdsIn(policy, sample.app().cluster())) {
      windows().remove(key);
      return;
    }
    try {
      decide(record, envelope, sample, policy);
    } catch (ArithmeticException | IllegalArgumentException | IllegalStateException e) {
      // One sample that the decider cannot take must not stop those behind it.
      LOG.error("A sample of {} could not be decided on", key, e);
      refuse(record, "could not be decided on: " + e);
    }
  }

  private void decide(
      Record<byte[], byte[]> record,
      Envelope<? extends Event> envelope,
      MetricSample sample,
      ScalingPolicy policy) {
    ScalingState known = windows().get(sample.key());
    Step step = scaler.on(sample, policy, known == null ? ScalingState.INITIAL : known);
    if (step.state() != known) {
      windows().put(sample.key(), step.state(), record.timestamp());
    }
    publish(step.decision(), envelope.traceparent(), record.timestamp());
  }

  private void publish(@Nullable ScalingDecision decision, @Nullable String trace, long timestamp) {
    meters.sample(decision);
    if (decision == null) {
      return;
    }
    if (decision.desiredReplicas() != decision.currentReplicas()) {
      LOG.info("{}: {}", decision.app(), decision.explanation());
    }
    Envelope<ScalingDecision> envelope =
        new Envelope<>(
            decision.decisionId(), ScalerTopology.SOURCE, decision.asOf(), trace, decision);
    forward(new Record<>(decision.key(), envelope, timestamp, new RecordHeaders()), DECISIONS);
  }

  private @Nullable ScalingPolicy policy(MetricSample sample) {
    return Objects.requireNonNull(policies, "init comes first").get(sample.app().app().toString());
  }

  private void refuse(Record<byte[], byte[]> record, String reason) {
    meters.deadLetter("sample");
    LOG.warn("A sample is refused: {}", reason);
    context()
        .recordMetadata()
        .ifPresent(position -> forward(Rejection.of(record, position, reason), REFUSED));
  }

  @SuppressWarnings("unchecked") // two sinks, each with its own types
  private void forward(Record<?, ?> record, String sink) {
    context().forward((Record<Object, Object>) record, sink);
  }

  private Windows windows() {
    return Objects.requireNonNull(windows, "init comes first");
  }
}
