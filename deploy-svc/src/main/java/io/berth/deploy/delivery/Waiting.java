/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.events.AppRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Commands that are held back: of an application the newest. */
final class Waiting {

  private final Map<AppRef, Order> orders = new ConcurrentHashMap<>();

  /** Of two that wait for an application the older one waits no more. */
  record Replaced(Order older, Order newer) {}

  Optional<Replaced> add(Order order) {
    AppRef app = order.command().subject();
    Order held = orders.get(app);
    if (held == null || held.id().equals(order.id())) {
      orders.put(app, order);
      return Optional.empty();
    }
    Order newer = order.isNewerThan(held) ? order : held;
    orders.put(app, newer);
    return Optional.of(new Replaced(newer == order ? held : order, newer));
  }

  void leave(Order order) {
    orders.computeIfPresent(
        order.command().subject(), (_, held) -> held.id().equals(order.id()) ? null : held);
  }

  /** The one that an order takes the place of. */
  Optional<Order> olderThan(Order order) {
    return Optional.ofNullable(orders.get(order.command().subject())).filter(order::isNewerThan);
  }

  List<Order> all() {
    return List.copyOf(orders.values());
  }
}
