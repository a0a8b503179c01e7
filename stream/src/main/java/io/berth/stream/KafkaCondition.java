/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import java.util.Optional;

/** A further condition for a service to be healthy on Kafka. Declared as a bean. */
@FunctionalInterface
public interface KafkaCondition {

  /** The problem in words; empty if there is none. */
  Optional<String> problem();
}
