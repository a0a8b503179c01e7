/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.AppRef;
import io.berth.events.InvalidEventException;
import io.berth.events.kafka.EventJson;
import io.berth.events.scaling.ScalingPolicy;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates policies: forwards newer valid ones and tombstones to the accepted policies, and
 * invalid ones to the dead letters, which leaves the last valid one in force.
 */
final class PolicyProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

  /** Application → version in force, as eight bytes. */
  static final String VERSIONS = "policy-versions";

  static final String ACCEPTED = "accepted-policies";
  static final String REJECTED = "refused-policies";

  /** Far above the size of any policy; a record that Kafka rejects would block all policies. */
  private static final int MAX_BYTES = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(PolicyProcessor.class);

  private final CloudEventReader reader = new CloudEventReader();
  private final ScalerMeters meters;
  private @Nullable KeyValueStore<String, byte[]> versions;

  /** A parsed record of the policies topic. */
  private sealed interface PolicyRecord {}

  private record Policy(ScalingPolicy policy, byte[] json) implements PolicyRecord {}

  private record Removal(String app) implements PolicyRecord {}

  private record RejectedPolicy(String reason) implements PolicyRecord {}

  PolicyProcessor(ScalerMeters meters) {
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    versions = context.getStateStore(VERSIONS);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    switch (PoisonPillGuard.run(() -> read(record), RejectedPolicy::new)) {
      case Policy(ScalingPolicy policy, byte[] json) -> accept(record, policy, json);
      case Removal(String app) -> remove(record, app);
      case RejectedPolicy(String reason) -> reject(record, reason);
    }
  }

  private PolicyRecord read(Record<byte[], byte[]> record) {
    String key = CloudEventReader.key(record);
    return switch (reader.read(record)) {
      case CloudEventReader.Tombstone _ -> removal(key);
      case CloudEventReader.UnreadableRecord(var reason) -> new RejectedPolicy(reason);
      case CloudEventReader.ReadEvent(var envelope)
          when envelope.payload() instanceof ScalingPolicy policy ->
          policy(policy, key);
      case CloudEventReader.ReadEvent(var envelope) ->
          new RejectedPolicy(
              envelope.payload().getClass().getSimpleName() + " is no scaling policy");
    };
  }

  private static PolicyRecord removal(@Nullable String key) {
    try {
      return new Removal(AppRef.parse(key == null ? "" : key).toString());
    } catch (InvalidEventException e) {
      return new RejectedPolicy("key: " + e.getMessage());
    }
  }

  private static PolicyRecord policy(ScalingPolicy policy, @Nullable String key) {
    if (!policy.key().equals(key)) {
      return new RejectedPolicy(
          "key: found '" + key + "', wanted '" + policy.key() + "' as in the policy");
    }
    byte[] json = EventJson.write(policy);
    return json.length > MAX_BYTES
        ? new RejectedPolicy("the policy has " + json.length + " bytes, at most " + MAX_BYTES)
        : new Policy(policy, json);
  }

  private void accept(Record<byte[], byte[]> record, ScalingPolicy policy, byte[] json) {
    String app = policy.key();
    byte[] known = versions().get(app);
    if (known != null
        && known.length == Long.BYTES
        && policy.version() <= ByteBuffer.wrap(known).getLong()) {
      LOG.info(
          "Scaling policy of {} ignored: version {} is in force, version {} is not newer",
          app,
          ByteBuffer.wrap(known).getLong(),
          policy.version());
      return;
    }
    versions().put(app, ByteBuffer.allocate(Long.BYTES).putLong(policy.version()).array());
    forward(record, app, json);
    LOG.info(
        "Scaling policy of {} accepted: version {}, mode {}, changed by {}",
        app,
        policy.version(),
        policy.mode(),
        RejectedRecord.printable(policy.changedBy()));
  }

  private void remove(Record<byte[], byte[]> record, String app) {
    versions().delete(app);
    forward(record, app, null);
    LOG.info(
        "Scaling policy of {} removed: its record was deleted, the replicas stay as they are", app);
  }

  @SuppressWarnings("NullAway") // a tombstone's value is null
  private void forward(Record<byte[], byte[]> record, String app, byte @Nullable [] json) {
    context()
        .forward(
            new Record<>(app.getBytes(UTF_8), json, record.timestamp(), new RecordHeaders()),
            ACCEPTED);
  }

  private void reject(Record<byte[], byte[]> record, String reason) {
    meters.deadLetter("policy");
    LOG.warn(
        "Scaling policy {} goes to the dead letters, the previous one stays in force: {}",
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

  private KeyValueStore<String, byte[]> versions() {
    return Objects.requireNonNull(versions, "init comes first");
  }
}
