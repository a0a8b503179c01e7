/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers for clusters that do not exist: nobody serves them, and their silence would look like an
 * outage. Of all the instances that read a command, that of the first known cluster answers.
 */
public final class Strangers {

  private final List<String> known;
  private final boolean speaker;
  private final Operations operations;

  /**
   * @param own this instance's cluster
   * @param known every cluster; empty where this service is not told
   */
  public Strangers(String own, List<String> known, Operations operations) {
    this.known = known.stream().sorted().toList();
    this.speaker = !known.isEmpty() && this.known.getFirst().equals(own);
    this.operations = operations;
  }

  /** First this, then what is to be done with a command. */
  public Consumer<Order> before(Consumer<Order> next) {
    return order -> {
      answer(order);
      next.accept(order);
    };
  }

  /** Says no for each cluster that the command names and that is none. */
  private void answer(Order order) {
    if (speaker) {
      order.command().meta().clusters().stream()
          .filter(name -> !known.contains(name))
          .forEach(name -> operations.say(order.rejected(name, violation(name))));
    }
  }

  private Violation violation(String name) {
    return new Violation(
        "known-cluster",
        1,
        "meta.clusters",
        "'" + name + "'",
        "one of " + known,
        "Correct the cluster's name.");
  }
}
