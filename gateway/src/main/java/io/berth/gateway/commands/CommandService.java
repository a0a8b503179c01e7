/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import io.berth.events.Envelope;
import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import io.berth.events.audit.AuditEntry;
import io.berth.events.audit.AuditEntry.Outcome;
import io.berth.events.command.Command;
import io.berth.events.document.Document;
import io.berth.events.document.Position;
import io.berth.gateway.commands.CommandPublisher.NotConfirmedException;
import io.berth.gateway.commands.CommandService.SubmissionResult.IdempotencyKeyReused;
import io.berth.gateway.commands.CommandService.SubmissionResult.InvalidSubmission;
import io.berth.gateway.commands.CommandService.SubmissionResult.Submitted;
import io.berth.gateway.commands.CommandService.SubmissionResult.Unconfirmed;
import io.berth.gateway.operations.CommandStatus;
import io.berth.gateway.view.MaterializedView;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Validates commands, publishes them, and audits both outcomes. */
public final class CommandService {

  private static final Logger LOG = LoggerFactory.getLogger(CommandService.class);
  private static final String SOURCE = "/berth/gateway";

  /** Striped locks: commands whose ids share one are published one after the other. */
  private static final int LOCKS = 1024;

  private final Collection<String> clusters;
  private final CommandPublisher publisher;
  private final MaterializedView view;
  private final Clock clock;
  private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

  /**
   * @param clusters the clusters that commands may name
   * @param publisher publishes commands and audit entries
   * @param view holds the commands that were submitted before
   * @param clock gives a command its time
   */
  public CommandService(
      Collection<String> clusters, CommandPublisher publisher, MaterializedView view, Clock clock) {
    this.clusters = clusters;
    this.publisher = publisher;
    this.view = view;
    this.clock = clock;
  }

  /** Submits a command; the same id again is the same command. */
  public SubmissionResult submit(
      Class<? extends Command> payload, Document body, Caller caller, String id) {
    Command command;
    try {
      command = CommandParser.parse(payload, body, caller.principal());
    } catch (InvalidEventException e) {
      return reject(payload.getSimpleName(), "", caller, e.fields());
    }
    List<InvalidField> faults = faults(command, body);
    return faults.isEmpty()
        ? submitExclusively(command, caller, id)
        : reject(command.verb(), command.subject().toString(), caller, faults);
  }

  /**
   * Parses and validates a command that is not submitted.
   *
   * @throws InvalidEventException with every fault found
   */
  public <C extends Command> C read(Class<C> payload, Document body, String principal) {
    C command = payload.cast(CommandParser.parse(payload, body, principal));
    List<InvalidField> faults = faults(command, body);
    if (!faults.isEmpty()) {
      throw new InvalidEventException(faults);
    }
    return command;
  }

  private List<InvalidField> faults(Command command, Document body) {
    return CommandValidator.validate(command, clusters).stream()
        .map(fault -> withPosition(fault, body))
        .toList();
  }

  private static InvalidField withPosition(InvalidField fault, Document body) {
    if (body.root() == null) {
      return fault;
    }
    Position at = body.root().find(fault.field());
    return fault.at(at.line(), at.column());
  }

  /** Concurrent submissions of one id are processed one after the other. */
  private SubmissionResult submitExclusively(Command command, Caller caller, String id) {
    synchronized (locks[Math.floorMod(id.hashCode(), locks.length)]) {
      return submitOnce(command, caller, id);
    }
  }

  private SubmissionResult submitOnce(Command command, Caller caller, String id) {
    Optional<CommandStatus> before = view.status(id).filter(CommandStatus::isRead);
    if (before.isPresent()) {
      return command.equals(before.get().command())
          ? new Submitted(id, true)
          : new IdempotencyKeyReused(id);
    }
    Envelope<Command> envelope = Envelope.of(id, SOURCE, clock.instant(), command);
    try {
      publisher.publish(envelope);
    } catch (NotConfirmedException e) {
      LOG.warn(
          "Command {} ({}) for {} in {} by {} was not confirmed by Kafka: {}",
          id,
          command.verb(),
          command.subject(),
          describeTargets(command),
          caller.principal(),
          e.getMessage());
      return new Unconfirmed(id, String.valueOf(e.getMessage()));
    }
    view.apply(envelope, clock.instant());
    LOG.info(
        "Command {} ({}) for {} in {} published by {}",
        id,
        command.verb(),
        command.subject(),
        describeTargets(command),
        caller.principal());
    publisher.audit(
        entry(caller, command.verb(), command.subject().toString(), Outcome.ALLOWED, null, id));
    return new Submitted(id, false);
  }

  private static String describeTargets(Command command) {
    List<String> targets = command.meta().clusters();
    return targets.isEmpty() ? "every cluster" : String.join(", ", targets);
  }

  private SubmissionResult reject(
      String verb, String object, Caller caller, List<InvalidField> faults) {
    String detail = faults.stream().map(InvalidField::field).distinct().toList().toString();
    publisher.audit(entry(caller, verb, object, Outcome.REFUSED, "wrong fields: " + detail, null));
    return new InvalidSubmission(faults);
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

  /** The result of submitting a command. */
  public sealed interface SubmissionResult {

    /**
     * Kafka has the command; its verdicts will follow.
     *
     * @param commandId its id
     * @param repeated whether it was submitted before; then nothing was published
     */
    record Submitted(String commandId, boolean repeated) implements SubmissionResult {}

    /**
     * The command is invalid; nothing was published.
     *
     * @param faults all faults
     */
    record InvalidSubmission(List<InvalidField> faults) implements SubmissionResult {}

    /**
     * Another command has this id; nothing was published.
     *
     * @param commandId the id
     */
    record IdempotencyKeyReused(String commandId) implements SubmissionResult {}

    /**
     * Kafka did not confirm the command in time. It may have been written nevertheless; submitting
     * it again with the same id is safe.
     *
     * @param commandId its id
     * @param reason what the Kafka client reports
     */
    record Unconfirmed(String commandId, String reason) implements SubmissionResult {}
  }
}
