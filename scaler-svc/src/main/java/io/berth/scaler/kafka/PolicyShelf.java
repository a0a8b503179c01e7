/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.scaling.ScalingPolicy;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps every accepted policy at hand on every instance. */
final class PolicyShelf extends ContextualProcessor<String, ScalingPolicy, Void, Void> {

  private @Nullable KeyValueStore<String, ScalingPolicy> policies;

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    policies = context.getStateStore(SampleDoor.POLICIES);
  }

  @Override
  public void process(Record<String, ScalingPolicy> record) {
    Objects.requireNonNull(policies, "init comes first").put(record.key(), record.value());
  }
}
