/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.deploy.planning.Order;
import io.berth.events.AppRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Commands that were read and are not done: who waits behind whom, and whose time is up. */
public final class Backlog {

  private final Tenure tenure;
  private final Map<AppRef, List<Order>> byApp = new HashMap<>();

  public Backlog(Tenure tenure) {
    this.tenure = tenure;
  }

  /**
   * @throws NotOurs where the command is not this instance's to work on any more
   */
  public void check(Order order) {
    tenure.check(order.position().toString());
  }

  public synchronized void arrived(Order order) {
    byApp.computeIfAbsent(order.command().subject(), _ -> new ArrayList<>()).add(order);
  }

  /** It is done, or another instance's. */
  public synchronized void left(Order order) {
    byApp.computeIfPresent(
        order.command().subject(),
        (_, waiting) -> {
          waiting.remove(order);
          return waiting.isEmpty() ? null : waiting;
        });
  }

  /** Those for the same application that were read after it, in their order. */
  public synchronized List<Order> behind(Order order) {
    List<Order> waiting = byApp.getOrDefault(order.command().subject(), List.of());
    return List.copyOf(waiting.subList(waiting.indexOf(order) + 1, waiting.size()));
  }

  /**
   * Those whose deadline has passed.
   *
   * @param asOf now, for a command of that id
   */
  public synchronized List<Order> late(Function<String, Instant> asOf) {
    return byApp.values().stream()
        .flatMap(List::stream)
        .filter(order -> !asOf.apply(order.id()).isBefore(order.deadline()))
        .toList();
  }
}
