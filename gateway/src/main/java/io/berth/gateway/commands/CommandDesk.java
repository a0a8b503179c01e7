/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import io.berth.events.Envelope;
import io.berth.events.InvalidEvent;
import io.berth.events.InvalidField;
import io.berth.events.audit.AuditEntry;
import io.berth.events.audit.AuditEntry.Outcome;
import io.berth.events.command.Command;
import io.berth.gateway.board.Board;
import io.berth.gateway.board.Fact;
import io.berth.gateway.commands.CommandLog.NotConfirmed;
import io.berth.gateway.commands.Receipt.Faulty;
import io.berth.gateway.commands.Receipt.IdTaken;
import io.berth.gateway.commands.Receipt.Taken;
import io.berth.gateway.commands.Receipt.Unconfirmed;
import io.berth.gateway.operations.Story;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Takes commands in: checks them, writes them down, and keeps the audit of both. */
public final class CommandDesk {

  private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);
  private static final String SOURCE = "/berth/gateway";

  private final Collection<String> clusters;
  private final CommandLog log;
  private final Board board;
  private final Clock clock;

  /**
   * @param clusters the clusters that commands may name
   * @param log where commands go
   * @param board knows the commands that were handed in before
   * @param clock tells a command's time
   */
  public CommandDesk(Collection<String> clusters, CommandLog log, Board board, Clock clock) {
    this.clusters = clusters;
    this.log = log;
    this.board = board;
    this.clock = clock;
  }

  /** Hands a command in. */
  public Receipt take(Class<? extends Command> payload, JsonNode body, Caller caller, String id) {
    Command command;
    try {
      command = CommandDraft.read(payload, body, caller.principal());
    } catch (InvalidEvent e) {
      return refused(payload.getSimpleName(), "", caller, e.fields());
    }
    List<InvalidField> faults = Targets.faults(command, clusters);
    return faults.isEmpty()
        ? take(command, caller, id)
        : refused(command.verb(), command.subject().toString(), caller, faults);
  }

  private Receipt take(Command command, Caller caller, String id) {
    Optional<Command> before = board.story(id).map(Story::command);
    if (before.isPresent()) {
      return before.get().equals(command) ? new Taken(id, true) : new IdTaken(id);
    }
    Envelope<Command> envelope = Envelope.of(id, SOURCE, clock.instant(), command);
    try {
      log.append(envelope);
    } catch (NotConfirmed e) {
      LOG.warn("command {} {} was not confirmed by Kafka: {}", command.verb(), id, e.getMessage());
      return new Unconfirmed(id, String.valueOf(e.getMessage()));
    }
    board.on(Fact.of(envelope), clock.instant());
    LOG.info(
        "command {} {} on {} by {}", command.verb(), id, command.subject(), caller.principal());
    log.audit(
        entry(caller, command.verb(), command.subject().toString(), Outcome.ALLOWED, null, id));
    return new Taken(id, false);
  }

  private Receipt refused(String verb, String object, Caller caller, List<InvalidField> faults) {
    String detail = faults.stream().map(InvalidField::field).distinct().toList().toString();
    log.audit(entry(caller, verb, object, Outcome.REFUSED, "wrong fields: " + detail, null));
    return new Faulty(faults);
  }

  private AuditEntry entry(
      Caller caller,
      String verb,
      String object,
      Outcome outcome,
      @Nullable String detail,
      @Nullable String commandId) {
    return new AuditEntry(
        caller.principal(),
        caller.door(),
        "command." + verb.toLowerCase(Locale.ROOT),
        object,
        outcome,
        detail,
        commandId,
        clock.instant());
  }
}
