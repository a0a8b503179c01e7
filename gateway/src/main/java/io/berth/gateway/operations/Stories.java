/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.Command;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The latest stories, up to a number of them; the oldest are forgotten first. Not thread-safe. */
public final class Stories {

  private record Age(Instant requestedAt, String commandId) {}

  private final int most;
  private final Map<String, Story> byId = new HashMap<>();
  private final TreeMap<Age, String> byAge =
      new TreeMap<>(Comparator.comparing(Age::requestedAt).thenComparing(Age::commandId));

  /**
   * @param most how many are kept, at least 1
   */
  public Stories(int most) {
    this.most = most;
  }

  /** Takes in a command; returns its story. */
  public Story on(Envelope<? extends Command> envelope) {
    Story before = byId.get(envelope.id());
    return keep(before, before == null ? Story.of(envelope) : before.with(envelope));
  }

  /** Takes in a step; returns its story, or nothing where it belongs to no command. */
  public Optional<Story> on(Operation operation) {
    if (operation instanceof Drifted) {
      return Optional.empty();
    }
    Story before = byId.get(operation.ref().commandId());
    Story after = (before == null ? Story.of(operation.ref()) : before).with(operation);
    return Optional.of(keep(before, after));
  }

  public Optional<Story> find(String commandId) {
    return Optional.ofNullable(byId.get(commandId));
  }

  /**
   * The latest, newest first.
   *
   * @param app only of this application; null for all
   * @param limit at most so many
   */
  public List<Story> latest(@Nullable AppRef app, int limit) {
    return byAge.descendingMap().values().stream()
        .flatMap(id -> find(id).stream())
        .filter(story -> app == null || app.equals(story.app()))
        .limit(limit)
        .toList();
  }

  private Story keep(@Nullable Story before, Story after) {
    if (before != null) {
      byAge.remove(age(before));
    }
    byId.put(after.commandId(), after);
    byAge.put(age(after), after.commandId());
    if (byId.size() > most) {
      byId.remove(byAge.pollFirstEntry().getValue());
    }
    return after;
  }

  private static Age age(Story story) {
    return new Age(story.requestedAt(), story.commandId());
  }
}
