/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.Command;
import io.berth.events.command.PartialCommand;
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

/** The status of the latest commands; the oldest are evicted first. Not thread-safe. */
public final class CommandStatusStore {

  private record AgeKey(Instant requestedAt, String commandId) {}

  private final int capacity;
  private final Map<String, CommandStatus> byId = new HashMap<>();
  private final TreeMap<AgeKey, String> byAge =
      new TreeMap<>(Comparator.comparing(AgeKey::requestedAt).thenComparing(AgeKey::commandId));

  /**
   * @param capacity how many are kept, at least 1
   */
  public CommandStatusStore(int capacity) {
    this.capacity = capacity;
  }

  /** Applies a command; returns its status. */
  public CommandStatus apply(Envelope<? extends Command> envelope) {
    return applyRecord(CommandStatus.of(envelope));
  }

  /**
   * Applies a command with invalid fields; returns its status.
   *
   * @param app what it is about
   * @param at its time, or that of its record
   */
  public CommandStatus applyInvalid(
      String commandId, AppRef app, PartialCommand command, Instant at) {
    return applyRecord(CommandStatus.of(commandId, app, command, at));
  }

  private CommandStatus applyRecord(CommandStatus record) {
    CommandStatus before = byId.get(record.commandId());
    return keep(before, before == null ? record : before.withCommandOf(record));
  }

  /** Applies an operation; returns the command's status, or empty if it belongs to no command. */
  public Optional<CommandStatus> apply(Operation operation) {
    if (operation instanceof Drifted) {
      return Optional.empty();
    }
    CommandStatus before = byId.get(operation.ref().commandId());
    CommandStatus after =
        (before == null ? CommandStatus.of(operation.ref()) : before).with(operation);
    return Optional.of(keep(before, after));
  }

  public Optional<CommandStatus> find(String commandId) {
    return Optional.ofNullable(byId.get(commandId));
  }

  /**
   * The latest commands, newest first.
   *
   * @param app of this application; null for all
   * @param limit at most so many
   */
  public List<CommandStatus> latest(@Nullable AppRef app, int limit) {
    return byAge.descendingMap().values().stream()
        .flatMap(id -> find(id).stream())
        .filter(status -> app == null || app.equals(status.app()))
        .limit(limit)
        .toList();
  }

  private CommandStatus keep(@Nullable CommandStatus before, CommandStatus after) {
    if (before != null) {
      byAge.remove(ageKey(before));
    }
    byId.put(after.commandId(), after);
    byAge.put(ageKey(after), after.commandId());
    if (byId.size() > capacity) {
      byId.remove(byAge.pollFirstEntry().getValue());
    }
    return after;
  }

  private static AgeKey ageKey(CommandStatus status) {
    return new AgeKey(status.requestedAt(), status.commandId());
  }
}
