/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.AppRef;
import io.berth.events.command.EnsureNamespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Commands that wait for their wave: the newest of each application. */
final class ParkedCommands {

  private final Map<Subject, ReceivedCommand> bySubject = new ConcurrentHashMap<>();

  /**
   * What a command is about.
   *
   * @param namespace whether it is a namespace, which may have an application of its name
   */
  private record Subject(AppRef name, boolean namespace) {
    static Subject of(ReceivedCommand received) {
      return new Subject(
          received.command().subject(), received.command() instanceof EnsureNamespace);
    }
  }

  /** Of two parked commands of an application the older one is replaced. */
  record ReplacedCommand(ReceivedCommand older, ReceivedCommand newer) {}

  /** A redelivered command is parked from its first record on. */
  Optional<ReplacedCommand> add(ReceivedCommand received) {
    Subject subject = Subject.of(received);
    ReceivedCommand held = bySubject.get(subject);
    if (held == null || held.id().equals(received.id())) {
      bySubject.put(subject, held == null || held.isNewerThan(received) ? received : held);
      return Optional.empty();
    }
    ReceivedCommand newer = received.isNewerThan(held) ? received : held;
    bySubject.put(subject, newer);
    return Optional.of(new ReplacedCommand(newer == received ? held : received, newer));
  }

  void remove(ReceivedCommand received) {
    bySubject.computeIfPresent(
        Subject.of(received), (_, held) -> held.id().equals(received.id()) ? null : held);
  }

  /** The older parked command about the same thing. */
  Optional<ReceivedCommand> before(ReceivedCommand received) {
    return Optional.ofNullable(bySubject.get(Subject.of(received)))
        .filter(held -> !held.id().equals(received.id()))
        .filter(received::isNewerThan);
  }

  List<ReceivedCommand> all() {
    return List.copyOf(bySubject.values());
  }
}
