/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the store of accepted policies on every instance. An unreadable one, written by somebody
 * else, is ignored, and the last valid one stays in force.
 */
final class PolicyStoreUpdater extends ContextualProcessor<String, byte[], Void, Void> {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyStoreUpdater.class);

  private final ScalerMeters meters;
  private @Nullable KeyValueStore<String, byte[]> policies;

  PolicyStoreUpdater(ScalerMeters meters) {
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    policies = context.getStateStore(ScalingProcessor.POLICIES);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String fault = PoisonPillGuard.run(() -> fault(record), why -> why);
    if (fault == null) {
      Objects.requireNonNull(policies, "init comes first").put(record.key(), record.value());
      return;
    }
    meters.setAside("policy");
    LOG.warn(
        "Scaling policy of {} cannot be read, the previous one stays in force: {}",
        record.key(),
        fault);
  }

  private static @Nullable String fault(Record<String, byte[]> record) {
    if (record.key() == null) {
      return "it has no key";
    }
    if (record.value() == null) {
      return null;
    }
    String app = SampleHandler.policy(record.value()).key();
    return app.equals(record.key()) ? null : "it is of " + app + " and has another key";
  }
}
