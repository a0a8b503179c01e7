/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.kafka.SampleHandler.DecisionRecord;
import io.berth.scaler.kafka.SampleHandler.Handled;
import io.berth.scaler.kafka.SampleHandler.HandlingResult;
import io.berth.scaler.kafka.SampleHandler.NoPolicy;
import io.berth.scaler.kafka.SampleHandler.ParsedRecord;
import io.berth.scaler.kafka.SampleHandler.ParsedSample;
import io.berth.scaler.kafka.SampleHandler.RejectedSample;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes samples: those of applications with a policy become decisions, invalid ones dead
 * letters. The result is computed within {@link PoisonPillGuard} and applied outside of it.
 */
final class ScalingProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

  /** Application → policy as JSON; a global store. */
  static final String POLICIES = "policies";

  static final String DECISIONS = "decisions";
  static final String REJECTED = "refused-samples";

  private static final Logger LOG = LoggerFactory.getLogger(ScalingProcessor.class);

  private final SampleHandler handler = new SampleHandler();
  private final ScalerMeters meters;

  private @Nullable ScalingStateStore states;
  private @Nullable KeyValueStore<String, byte[]> policies;

  ScalingProcessor(ScalerMeters meters) {
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    states = new ScalingStateStore(context.getStateStore(ScalingStateStore.STORE));
    policies = context.getStateStore(POLICIES);
    context.schedule(
        ScalingStateStore.EXPIRY, PunctuationType.STREAM_TIME, now -> states().removeExpired(now));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ParsedRecord parsed = PoisonPillGuard.run(() -> handler.read(record), RejectedSample::new);
    switch (parsed) {
      case RejectedSample(String reason) -> reject(record, reason);
      case ParsedSample sample -> handle(record, sample);
    }
  }

  private void handle(Record<byte[], byte[]> record, ParsedSample sample) {
    String key = sample.sample().key();
    byte[] policy = policies().get(sample.sample().app().app().toString());
    byte[] state = policy == null ? null : states().get(key);
    Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
    HandlingResult result =
        PoisonPillGuard.run(() -> handler.decide(sample, policy, state, now), RejectedSample::new);
    switch (result) {
      case RejectedSample(String reason) -> reject(record, reason);
      case NoPolicy _ -> states().remove(key);
      case Handled handled -> apply(record, key, handled);
    }
  }

  private void apply(Record<byte[], byte[]> record, String key, Handled handled) {
    if (handled.unreadableState() != null) {
      meters.setAside("window");
      LOG.warn(
          "Stored scaling state of {} cannot be read, its history starts over: {}",
          key,
          handled.unreadableState());
    }
    if (handled.state() != null) {
      states().put(key, handled.state(), record.timestamp());
    }
    DecisionRecord decisionRecord = handled.decision();
    meters.sample(decisionRecord == null ? null : decisionRecord.decision());
    if (decisionRecord == null) {
      return;
    }
    ScalingDecision decision = decisionRecord.decision();
    if (decision.desiredReplicas() != decision.currentReplicas()) {
      LOG.info(
          "Scaling decision {} for {} in {}: {} from {} to {} replicas{}: {}",
          decision.decisionId(),
          decision.app().app(),
          decision.app().cluster(),
          decision.action(),
          decision.currentReplicas(),
          decision.desiredReplicas(),
          decision.mode() == ScalingPolicy.Mode.ACTIVE
              ? ""
              : " (not applied, mode " + decision.mode() + ")",
          decision.explanation());
    }
    context()
        .forward(
            new Record<>(
                decisionRecord.key(),
                decisionRecord.value(),
                record.timestamp(),
                decisionRecord.headers()),
            DECISIONS);
  }

  private void reject(Record<byte[], byte[]> record, String reason) {
    meters.deadLetter("sample");
    LOG.warn(
        "Sample {} goes to the dead letters: {}",
        RejectedRecord.position(context().recordMetadata()),
        RejectedRecord.printable(reason));
    context()
        .recordMetadata()
        .ifPresent(
            position ->
                context()
                    .forward(
                        RejectedRecord.of(
                            record, position, reason, context().currentSystemTimeMs()),
                        REJECTED));
  }

  private KeyValueStore<String, byte[]> policies() {
    return Objects.requireNonNull(policies, "init comes first");
  }

  private ScalingStateStore states() {
    return Objects.requireNonNull(states, "init comes first");
  }
}
