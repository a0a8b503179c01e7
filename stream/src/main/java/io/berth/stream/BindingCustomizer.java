/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/** Sets up the listener container of one consumer binding. Declared as a bean. */
public interface BindingCustomizer {

  /** The binding's name, such as {@code commands-in-0}. */
  String bindingName();

  /** Is called once, before the container starts. */
  void configure(AbstractMessageListenerContainer<?, ?> container);
}
