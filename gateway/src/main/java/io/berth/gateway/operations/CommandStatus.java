/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A command and its outcome per cluster. Commands and operations come from different topics, so
 * either may be read first; the final status is the same.
 *
 * @param commandId its id
 * @param verb its verb, such as {@code deploy}
 * @param app the application
 * @param requestedBy the principal
 * @param requestedAt its time; that of its first operation if the command has not been read
 * @param command the command; null if it has not been read
 * @param clusters the outcomes, by cluster
 */
public record CommandStatus(
    String commandId,
    String verb,
    AppRef app,
    String requestedBy,
    Instant requestedAt,
    @Nullable Command command,
    SortedMap<String, ClusterOutcome> clusters) {

  /** How long after the deadline a verdict may still arrive. */
  static final Duration GRACE = Duration.ofSeconds(10);

  static CommandStatus of(Envelope<? extends Command> envelope) {
    Command command = envelope.payload();
    return new CommandStatus(
        envelope.id(),
        command.verb(),
        command.subject(),
        command.meta().requestedBy(),
        envelope.time(),
        command,
        new TreeMap<>());
  }

  static CommandStatus of(OperationRef ref) {
    return new CommandStatus(
        ref.commandId(), ref.verb(), ref.app(), ref.requestedBy(), ref.at(), null, new TreeMap<>());
  }

  /** A known command is not replaced: the same id is the same command. */
  CommandStatus with(Envelope<? extends Command> envelope) {
    if (command != null) {
      return this;
    }
    CommandStatus complete = of(envelope);
    return new CommandStatus(
        commandId,
        complete.verb,
        complete.app,
        complete.requestedBy,
        complete.requestedAt,
        complete.command,
        clusters);
  }

  CommandStatus with(Operation operation) {
    TreeMap<String, ClusterOutcome> after = new TreeMap<>(clusters);
    after.compute(
        operation.ref().cluster(),
        (name, before) -> (before == null ? ClusterOutcome.pending(name) : before).with(operation));
    return new CommandStatus(commandId, verb, app, requestedBy, requestedAt, command, after);
  }

  /** When every cluster must have reported its verdict. */
  public Instant deadline() {
    Duration allowed = command == null ? CommandMeta.DEFAULT_DEADLINE : command.meta().deadline();
    return requestedAt.plus(allowed);
  }

  /** The overall status at a time. */
  public OverallStatus overall(Collection<String> allClusters, Instant asOf) {
    PartialFailurePolicy policy =
        command == null ? new PartialFailurePolicy.All() : command.meta().partialFailure();
    return OverallVerdict.overall(
        policy, targets(allClusters), verdicts(), deadline().plus(GRACE), asOf);
  }

  /** The target clusters, ordered by name. */
  public Collection<String> targets(Collection<String> allClusters) {
    TreeSet<String> targets = new TreeSet<>(clusters.keySet());
    if (command == null || command.meta().clusters().isEmpty()) {
      targets.addAll(allClusters);
    } else {
      targets.addAll(command.meta().clusters());
    }
    return targets;
  }

  private Map<String, Verdict> verdicts() {
    return clusters.values().stream()
        .filter(outcome -> outcome.verdict() != null)
        .collect(Collectors.toMap(ClusterOutcome::cluster, ClusterOutcome::verdict));
  }
}
