/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.Envelope;
import io.berth.events.InvalidEventException;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.MetricSample;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.hpa.ScalingState;
import io.berth.scaler.scaling.ScalingDecider;
import io.berth.scaler.scaling.ScalingDecider.SampleResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Computes from a sample, a policy and the stored state the decision and the next state, all as
 * bytes. It calls neither Kafka nor a store, so that all of it can run within {@link
 * PoisonPillGuard}.
 */
final class SampleHandler {

  /** Maximum size of decisions and stored states, below Kafka's limit of 1 MiB per record. */
  private static final int MAX_BYTES = 900_000;

  /** Maximum size of a state after a custom sample; changes and recommendations need the rest. */
  private static final int MAX_BYTES_WITH_CUSTOM = 400_000;

  /** Maximum lead of a sampler's clock over its producer's. */
  private static final Duration MAX_SAMPLE_AHEAD = Duration.ofMinutes(5);

  /** States from further in the future are discarded: every sample would be older. */
  private static final Duration MAX_STATE_AHEAD = Duration.ofHours(2);

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final CloudEventReader reader = new CloudEventReader();
  private final ScalingDecider decider = new ScalingDecider();

  /** A parsed record. */
  sealed interface ParsedRecord {}

  /**
   * A sample.
   *
   * @param sample whose key is that of the record
   * @param traceparent W3C trace context; null where the record has none
   */
  record ParsedSample(MetricSample sample, @Nullable String traceparent) implements ParsedRecord {}

  /** The result for a sample. */
  sealed interface HandlingResult {}

  /** The application has no policy in that cluster. */
  record NoPolicy() implements HandlingResult {}

  /**
   * It led to a decision, or was stored for the next one.
   *
   * @param state to store; null where nothing changed
   * @param decision null where none was due
   * @param unreadableState why the previous state was discarded; null where it was not
   */
  record Handled(
      byte @Nullable [] state, @Nullable DecisionRecord decision, @Nullable String unreadableState)
      implements HandlingResult {}

  /** A decision with its record. */
  record DecisionRecord(ScalingDecision decision, byte[] key, byte[] value, Headers headers) {}

  /** Rejected; the reason goes to the dead letter. */
  record RejectedSample(String reason) implements ParsedRecord, HandlingResult {}

  /** Parses a record. */
  ParsedRecord read(Record<byte[], byte[]> record) {
    return switch (reader.read(record)) {
      case CloudEventReader.Tombstone _ -> new RejectedSample("no value; wanted a sample");
      case CloudEventReader.UnreadableRecord(var reason) -> new RejectedSample(reason);
      case CloudEventReader.ReadEvent(var envelope)
          when envelope.payload() instanceof MetricSample sample ->
          check(record, sample, envelope.traceparent());
      case CloudEventReader.ReadEvent(var envelope) ->
          new RejectedSample(envelope.payload().getClass().getSimpleName() + " is no sample");
    };
  }

  private static ParsedRecord check(
      Record<byte[], byte[]> record, MetricSample sample, @Nullable String traceparent) {
    if (record.timestamp() == BoundedTimestampExtractor.NONE) {
      return new RejectedSample(
          "timestamp: found none, wanted the time at which the record was sent");
    }
    String key = Objects.requireNonNullElse(CloudEventReader.key(record), "");
    if (!key.equals(sample.key())) {
      // Another partition would have another state of the same application.
      return new RejectedSample(
          "key: found '" + key + "', wanted '" + sample.key() + "' as in the sample");
    }
    Instant received = Instant.ofEpochMilli(record.timestamp());
    if (Duration.between(received, sample.sampledAt()).compareTo(MAX_SAMPLE_AHEAD) > 0) {
      // If accepted, every sample of the next hours would be too old.
      return new RejectedSample(
          "sampledAt: found "
              + sample.sampledAt()
              + ", wanted a time not after the record's own, "
              + received
              + "; is the sampler's clock right?");
    }
    return new ParsedSample(sample, trace(traceparent));
  }

  /** Only valid trace contexts are copied to the decision: a header may be arbitrarily long. */
  private static @Nullable String trace(@Nullable String traceparent) {
    return traceparent != null && TRACEPARENT.matcher(traceparent).matches() ? traceparent : null;
  }

  /**
   * Decides.
   *
   * @param policyJson the policy in force; null where there is none
   * @param stateJson the stored state; null where there is none
   * @param now for discarding states from the future
   */
  HandlingResult decide(
      ParsedSample parsed, byte @Nullable [] policyJson, byte @Nullable [] stateJson, Instant now) {
    MetricSample sample = parsed.sample();
    ScalingPolicy policy;
    try {
      policy = policyJson == null ? null : policy(policyJson);
    } catch (InvalidEventException | JacksonException e) {
      return new RejectedSample(
          "the policy in force cannot be read, publish it again: " + e.getMessage());
    }
    if (policy == null || !policy.holdsIn(sample.app().cluster())) {
      return new NoPolicy();
    }
    StoredState state = PoisonPillGuard.run(() -> state(stateJson, now), StoredState::unreadable);
    SampleResult result = decider.handle(sample, policy, state.state());
    boolean changed = result.state() != state.state() || state.unreadable() != null;
    byte[] next = changed ? EventJson.mapper().writeValueAsBytes(result.state()) : null;
    int max = sample instanceof CustomSample ? MAX_BYTES_WITH_CUSTOM : MAX_BYTES;
    if (next != null && next.length > max) {
      return new RejectedSample(
          "with it " + next.length + " bytes are to be remembered, at most " + max);
    }
    DecisionRecord decision =
        result.decision() == null ? null : decisionRecord(result.decision(), parsed.traceparent());
    if (decision != null && decision.value().length > MAX_BYTES) {
      return new RejectedSample(
          "its decision has " + decision.value().length + " bytes, at most " + MAX_BYTES);
    }
    return new Handled(next, decision, state.unreadable());
  }

  /** Parses an accepted policy. */
  static ScalingPolicy policy(byte[] json) {
    return EventJson.read(json, ScalingPolicy.class);
  }

  private record StoredState(ScalingState state, @Nullable String unreadable) {
    /** Starts over: nothing is scaled in before a full stabilization window has passed. */
    static StoredState unreadable(String why) {
      return new StoredState(ScalingState.INITIAL, why);
    }
  }

  private static StoredState state(byte @Nullable [] json, Instant now) {
    if (json == null) {
      return new StoredState(ScalingState.INITIAL, null);
    }
    ScalingState state =
        Objects.requireNonNull(EventJson.mapper().readValue(json, ScalingState.class), "null");
    Instant last = state.decidedAt();
    return last != null && Duration.between(now, last).compareTo(MAX_STATE_AHEAD) > 0
        ? StoredState.unreadable("it is of " + last + ", and now is " + now)
        : new StoredState(state, null);
  }

  private static DecisionRecord decisionRecord(
      ScalingDecision decision, @Nullable String traceparent) {
    Envelope<ScalingDecision> envelope =
        new Envelope<>(
            decision.decisionId(), ScalerTopology.SOURCE, decision.asOf(), traceparent, decision);
    Headers headers = new RecordHeaders();
    byte[] value =
        Objects.requireNonNull(new CloudEventSerializer().serialize("", headers, envelope));
    return new DecisionRecord(decision, decision.key().getBytes(UTF_8), value, headers);
  }
}
