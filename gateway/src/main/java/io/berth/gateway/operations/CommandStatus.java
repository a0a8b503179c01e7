/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialCommand;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Verdict;
import io.berth.gateway.operations.OverallStatus.CommandTargets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
 * @param command the command; null if it has not been read or is invalid
 * @param invalid what is known of an invalid command; null for every other one
 * @param clusters the outcomes, by cluster
 */
public record CommandStatus(
    String commandId,
    String verb,
    AppRef app,
    String requestedBy,
    Instant requestedAt,
    @Nullable Command command,
    @Nullable PartialCommand invalid,
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
        null,
        new TreeMap<>());
  }

  static CommandStatus of(String commandId, AppRef app, PartialCommand invalid, Instant at) {
    String by = invalid.requestedBy();
    return new CommandStatus(
        commandId,
        invalid.verb(),
        app,
        by == null ? "unknown" : by,
        at,
        null,
        invalid,
        new TreeMap<>());
  }

  static CommandStatus of(OperationRef ref) {
    return new CommandStatus(
        ref.commandId(),
        ref.verb(),
        ref.app(),
        ref.requestedBy(),
        ref.at(),
        null,
        null,
        new TreeMap<>());
  }

  /** Whether its record has been read, and not only operations on it. */
  public boolean isRead() {
    return command != null || invalid != null;
  }

  /** A command that was read is not replaced: the same id is the same command. */
  CommandStatus withCommandOf(CommandStatus record) {
    return isRead()
        ? this
        : new CommandStatus(
            commandId,
            record.verb,
            record.app,
            record.requestedBy,
            record.requestedAt,
            record.command,
            record.invalid,
            clusters);
  }

  CommandStatus with(Operation operation) {
    TreeMap<String, ClusterOutcome> after = new TreeMap<>(clusters);
    after.compute(
        operation.ref().cluster(),
        (name, before) -> (before == null ? ClusterOutcome.pending(name) : before).with(operation));
    return new CommandStatus(
        commandId, verb, app, requestedBy, requestedAt, command, invalid, after);
  }

  /** When every cluster must have reported its verdict. */
  public Instant deadline() {
    return requestedAt.plus(allowed());
  }

  private Duration allowed() {
    if (command != null) {
      return command.meta().deadline();
    }
    return invalid == null ? CommandMeta.DEFAULT_DEADLINE : invalid.deadline();
  }

  /** The overall status at a time. */
  public OverallStatus overall(Collection<String> allClusters, Instant asOf) {
    PartialFailurePolicy policy =
        command == null ? new PartialFailurePolicy.All() : command.meta().partialFailure();
    return OverallStatus.of(policy, targets(allClusters), verdicts(), deadline().plus(GRACE), asOf);
  }

  /** The clusters that it goes to. */
  CommandTargets targets(Collection<String> allClusters) {
    TreeSet<String> targets = new TreeSet<>(clusters.keySet());
    targets.addAll(named().isEmpty() ? allClusters : awaited(allClusters));
    TreeSet<String> withoutApp = new TreeSet<>();
    if (command == null || command.skipsClustersWithoutApp()) {
      clusters.values().stream()
          .filter(ClusterOutcome::lacksApp)
          .map(ClusterOutcome::cluster)
          .forEach(withoutApp::add);
    }
    return new CommandTargets(targets, withoutApp);
  }

  private List<String> named() {
    if (command != null) {
      return command.meta().clusters();
    }
    return invalid == null ? List.of() : invalid.clusters();
  }

  /** For a cluster that does not exist, a rejection is published only if the command is valid. */
  private Collection<String> awaited(Collection<String> allClusters) {
    List<String> known = named().stream().filter(allClusters::contains).toList();
    return invalid == null || known.isEmpty() ? named() : known;
  }

  private Map<String, Verdict> verdicts() {
    return clusters.values().stream()
        .filter(outcome -> outcome.verdict() != null)
        .collect(Collectors.toMap(ClusterOutcome::cluster, ClusterOutcome::verdict));
  }
}
