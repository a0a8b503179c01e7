/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertTransition.LastCommand;
import io.berth.monitor.observation.Observation.CommandIssued;
import io.berth.monitor.observation.Observation.CommandProgressed;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins commands with their operations. The two come from different topics, so either may arrive
 * first.
 *
 * @param lastCommand the last command that was accepted, applied or concluded in this cluster
 * @param sent commands without an operation yet, newest last
 */
public record CommandHistory(@Nullable LastCommand lastCommand, List<CommandIssued> sent) {

  static final CommandHistory EMPTY = new CommandHistory(null, List.of());
  private static final int MAX_SENT = 8;

  public CommandHistory {
    sent = List.copyOf(sent);
  }

  CommandHistory with(CommandIssued command) {
    if (lastCommand != null && lastCommand.commandId().equals(command.commandId())) {
      return new CommandHistory(join(lastCommand, command), sent);
    }
    List<CommandIssued> all = new ArrayList<>(sent);
    all.removeIf(other -> other.commandId().equals(command.commandId()));
    all.add(command);
    return new CommandHistory(
        lastCommand, all.size() <= MAX_SENT ? all : all.subList(all.size() - MAX_SENT, all.size()));
  }

  CommandHistory with(CommandProgressed operation) {
    if (lastCommand != null && lastCommand.commandId().equals(operation.commandId())) {
      return new CommandHistory(conclude(lastCommand, operation), sent);
    }
    if (lastCommand != null && lastCommand.at().isAfter(operation.observedAt())) {
      return this;
    }
    List<CommandIssued> others =
        sent.stream().filter(other -> !other.commandId().equals(operation.commandId())).toList();
    return new CommandHistory(start(operation), others);
  }

  /** A canary or preview Deployment names the command that created it in its annotations. */
  CommandHistory with(WorkloadObserved workload) {
    LastCommand command = workload.app() == null ? null : workload.app().command();
    return command == null
            || (lastCommand != null && lastCommand.commandId().equals(command.commandId()))
        ? this
        : new CommandHistory(command, sent);
  }

  private LastCommand start(CommandProgressed operation) {
    LastCommand command =
        new LastCommand(
            operation.commandId(),
            operation.verb(),
            operation.by(),
            null,
            operation.observedAt(),
            operation.verdict(),
            null);
    return sent.stream()
        .filter(issued -> issued.commandId().equals(operation.commandId()))
        .findFirst()
        .map(issued -> join(command, issued))
        .orElse(command);
  }

  private static LastCommand join(LastCommand last, CommandIssued issued) {
    return new LastCommand(
        last.commandId(),
        last.verb(),
        last.by(),
        issued.reason(),
        last.at(),
        last.verdict(),
        issued.image());
  }

  private static LastCommand conclude(LastCommand last, CommandProgressed operation) {
    return new LastCommand(
        last.commandId(),
        last.verb(),
        last.by(),
        last.reason(),
        last.at(),
        last.verdict() == null ? operation.verdict() : last.verdict(),
        last.image());
  }
}
