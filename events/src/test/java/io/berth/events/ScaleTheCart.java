/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.command.CommandMeta;
import io.berth.events.command.Scale;
import io.berth.events.kafka.EventPublisher;

/** What another team writes to send a command; {@code docs/events.md} shows the lines between. */
public final class ScaleTheCart {

  private ScaleTheCart() {}

  /** Sends it, and gives the command's id when Kafka has it. */
  public static String now(String bootstrapServers) {
    // the five lines
    try (var berth = EventPublisher.connect(bootstrapServers, "/shop/release-bot")) {
      var who = CommandMeta.by("release-bot").withReason("the sale begins at noon");
      var cart = AppRef.parse("shop/cart");
      return berth.publish(new Scale(who, cart, 5)).join().id();
    }
    // so far
  }
}
