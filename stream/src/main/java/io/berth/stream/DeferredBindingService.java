/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import org.springframework.cloud.stream.binder.Binder;
import org.springframework.cloud.stream.binder.BinderFactory;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binder.ConsumerProperties;
import org.springframework.cloud.stream.binder.ProducerProperties;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.messaging.MessageChannel;
import org.springframework.scheduling.TaskScheduler;
import tools.jackson.databind.ObjectMapper;

/**
 * Creates bindings of message channels when the gate is open. Spring Cloud Stream's own service
 * would create them in the starting thread, which blocks for {@code max.block.ms} several times
 * without Kafka. Bindings of Kafka Streams only describe a topology; they are created at once.
 */
final class DeferredBindingService extends BindingService {

  private final KafkaGate gate;

  DeferredBindingService(
      BindingServiceProperties properties,
      BinderFactory binders,
      TaskScheduler scheduler,
      ObjectMapper mapper,
      KafkaGate gate) {
    super(properties, binders, scheduler, mapper);
    this.gate = gate;
    // Only the gate retries a failed binding.
    properties.setBindingRetryInterval(0);
  }

  @Override
  public <T> Binding<T> doBindConsumer(
      T input,
      String inputName,
      Binder<T, ConsumerProperties, ?> binder,
      ConsumerProperties properties,
      String target) {
    if (!(input instanceof MessageChannel)) {
      return super.doBindConsumer(input, inputName, binder, properties, target);
    }
    DeferredBinding<T> deferred = new DeferredBinding<>(target, inputName, true);
    gate.whenOpen(
        "binding " + inputName,
        () ->
            deferred.bind(
                () -> super.doBindConsumer(input, inputName, binder, properties, target)));
    return deferred;
  }

  @Override
  public <T> Binding<T> doBindProducer(
      T output,
      String target,
      Binder<T, ?, ProducerProperties> binder,
      ProducerProperties properties) {
    if (!(output instanceof MessageChannel)) {
      return super.doBindProducer(output, target, binder, properties);
    }
    String name = properties.getBindingName() == null ? target : properties.getBindingName();
    DeferredBinding<T> deferred = new DeferredBinding<>(target, name, false);
    gate.whenOpen(
        "binding " + name,
        () -> deferred.bind(() -> super.doBindProducer(output, target, binder, properties)));
    return deferred;
  }
}
