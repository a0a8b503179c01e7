/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.AppRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Commands that wait for their wave: the newest of each application. */
final class ParkedCommands {

  private final Map<AppRef, ReceivedCommand> orders = new ConcurrentHashMap<>();

  /** Of two parked commands of an application the older one is replaced. */
  record ReplacedCommand(ReceivedCommand older, ReceivedCommand newer) {}

  /** A redelivered command is parked from its first record on. */
  Optional<ReplacedCommand> add(ReceivedCommand received) {
    AppRef app = received.command().subject();
    ReceivedCommand held = orders.get(app);
    if (held == null || held.id().equals(received.id())) {
      orders.put(app, held == null || held.isNewerThan(received) ? received : held);
      return Optional.empty();
    }
    ReceivedCommand newer = received.isNewerThan(held) ? received : held;
    orders.put(app, newer);
    return Optional.of(new ReplacedCommand(newer == received ? held : received, newer));
  }

  void remove(ReceivedCommand received) {
    orders.computeIfPresent(
        received.command().subject(), (_, held) -> held.id().equals(received.id()) ? null : held);
  }

  /** The parked command that this one supersedes. */
  Optional<ReceivedCommand> supersededBy(ReceivedCommand received) {
    return Optional.ofNullable(orders.get(received.command().subject()))
        .filter(held -> !held.id().equals(received.id()))
        .filter(received::isNewerThan);
  }

  List<ReceivedCommand> all() {
    return List.copyOf(orders.values());
  }
}
