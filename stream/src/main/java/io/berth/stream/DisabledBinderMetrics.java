/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.cloud.stream.binder.BindingCreatedEvent;
import org.springframework.cloud.stream.binder.kafka.KafkaBinderMetrics;
import org.springframework.cloud.stream.binder.kafka.KafkaMessageChannelBinder;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;

/** Takes the place of the binder's metrics and measures nothing. */
@NullUnmarked // the base class takes null for what it would never use
final class DisabledBinderMetrics extends KafkaBinderMetrics {

  DisabledBinderMetrics() {
    super((KafkaMessageChannelBinder) null, (KafkaBinderConfigurationProperties) null, null, null);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    // nothing: the lag of a group is the broker's to tell
  }

  @Override
  public void onApplicationEvent(BindingCreatedEvent event) {
    // nothing to bind
  }
}
