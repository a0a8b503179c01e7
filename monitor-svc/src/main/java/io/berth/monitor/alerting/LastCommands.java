/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertTransition.LastCommand;
import io.berth.monitor.alerting.Observation.CommandMoved;
import io.berth.monitor.alerting.Observation.CommandSent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins what was commanded with what became of it. The two come from different topics, so either
 * may be first.
 */
final class LastCommands {

  private static final int MOST_SENT = 8;

  private LastCommands() {}

  static SubjectState sent(SubjectState state, CommandSent command) {
    LastCommand last = state.lastCommand();
    if (last != null && last.commandId().equals(command.commandId())) {
      return state.commanded(join(last, command), state.sent());
    }
    List<CommandSent> sent = new ArrayList<>(state.sent());
    sent.removeIf(other -> other.commandId().equals(command.commandId()));
    sent.add(command);
    return state.commanded(
        last, sent.size() <= MOST_SENT ? sent : sent.subList(sent.size() - MOST_SENT, sent.size()));
  }

  static SubjectState moved(SubjectState state, CommandMoved move) {
    LastCommand last = state.lastCommand();
    if (last != null && last.commandId().equals(move.commandId())) {
      return state.commanded(concluded(last, move), state.sent());
    }
    if (last != null && last.at().isAfter(move.observedAt())) {
      return state;
    }
    return state.commanded(begun(move, sentAs(state, move)), without(state.sent(), move));
  }

  private static LastCommand begun(CommandMoved move, @Nullable CommandSent sent) {
    LastCommand command =
        new LastCommand(
            move.commandId(),
            move.verb(),
            move.by(),
            null,
            move.observedAt(),
            move.verdict(),
            null);
    return sent == null ? command : join(command, sent);
  }

  private static LastCommand join(LastCommand last, CommandSent sent) {
    return new LastCommand(
        last.commandId(),
        last.verb(),
        last.by(),
        sent.reason(),
        last.at(),
        last.verdict(),
        sent.image());
  }

  private static LastCommand concluded(LastCommand last, CommandMoved move) {
    return new LastCommand(
        last.commandId(),
        last.verb(),
        last.by(),
        last.reason(),
        last.at(),
        last.verdict() == null ? move.verdict() : last.verdict(),
        last.image());
  }

  private static @Nullable CommandSent sentAs(SubjectState state, CommandMoved move) {
    return state.sent().stream()
        .filter(command -> command.commandId().equals(move.commandId()))
        .findFirst()
        .orElse(null);
  }

  private static List<CommandSent> without(List<CommandSent> sent, CommandMoved move) {
    return sent.stream().filter(other -> !other.commandId().equals(move.commandId())).toList();
  }
}
