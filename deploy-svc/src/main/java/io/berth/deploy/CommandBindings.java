/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.stream.KafkaGate;
import java.util.function.Consumer;

/**
 * The bindings that this service starts itself: once Kafka is available, and what was published
 * before is known.
 *
 * @param gate opens when Kafka is available
 * @param start starts the binding of that name
 */
record CommandBindings(KafkaGate gate, Consumer<String> start) {

  void startAll() {
    start.accept("commands-in-0");
    start.accept("decisions-in-0");
  }
}
