/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.InvalidField;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.events.kafka.Received.Invalid;
import io.berth.events.kafka.Received.Readable;
import io.berth.events.kafka.Received.Unreadable;
import io.berth.events.scaling.ScalingPolicy;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets policies in: a good and newer one goes to the accepted policies, a tombstone too; a bad one
 * to the dead letters, and the last good one stays in force.
 */
final class PolicyDoor extends ContextualProcessor<byte[], byte[], Object, Object> {

  /** Application → version in force. */
  static final String VERSIONS = "policy-versions";

  static final String ACCEPTED = "accepted-policies";
  static final String REFUSED = "refused-policies";

  private static final Logger LOG = LoggerFactory.getLogger(PolicyDoor.class);

  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final ScalerMeters meters;
  private @Nullable KeyValueStore<String, Long> versions;

  PolicyDoor(ScalerMeters meters) {
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    versions = context.getStateStore(VERSIONS);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Received received = reader.deserialize("", record.headers(), record.value());
    switch (received) {
      case null -> remove(record);
      case Readable(var envelope) when envelope.payload() instanceof ScalingPolicy policy ->
          accept(record, policy);
      case Readable(var envelope) ->
          refuse(record, envelope.payload().getClass().getSimpleName() + " is no scaling policy");
      case Invalid(var _, var _, var _, var _, var fields) ->
          refuse(
              record,
              fields.stream().map(InvalidField::toString).collect(Collectors.joining("; ")));
      case Unreadable(var reason) -> refuse(record, reason);
    }
  }

  private void accept(Record<byte[], byte[]> record, ScalingPolicy policy) {
    String app = policy.key();
    if (!app.equals(key(record))) {
      refuse(record, "key: found '" + key(record) + "', wanted '" + app + "' as in the policy");
      return;
    }
    Long inForce = versions().get(app);
    if (inForce != null && policy.version() <= inForce) {
      LOG.info(
          "Policy of {} stays at version {}: version {} is not newer",
          app,
          inForce,
          policy.version());
      return;
    }
    versions().put(app, policy.version());
    forward(new Record<>(app, policy, record.timestamp(), new RecordHeaders()), ACCEPTED);
    LOG.info(
        "Policy of {} is now version {}, {}, by {}",
        app,
        policy.version(),
        policy.mode(),
        policy.changedBy());
  }

  private void remove(Record<byte[], byte[]> record) {
    String app = key(record);
    versions().delete(app);
    Record<Object, Object> tombstone =
        new Record<Object, Object>(app, null, record.timestamp(), new RecordHeaders());
    forward(tombstone, ACCEPTED);
    LOG.info("Policy of {} is removed", app);
  }

  private void refuse(Record<byte[], byte[]> record, String reason) {
    meters.deadLetter("policy");
    LOG.warn("Policy of {} is refused, the one in force stays: {}", key(record), reason);
    context()
        .recordMetadata()
        .ifPresent(position -> forward(Rejection.of(record, position, reason), REFUSED));
  }

  @SuppressWarnings("unchecked") // two sinks, each with its own types
  private void forward(Record<?, ?> record, String sink) {
    context().forward((Record<Object, Object>) record, sink);
  }

  private static String key(Record<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), UTF_8);
  }

  private KeyValueStore<String, Long> versions() {
    return java.util.Objects.requireNonNull(versions, "init comes first");
  }
}
