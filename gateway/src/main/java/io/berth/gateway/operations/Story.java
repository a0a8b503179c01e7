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
 * A command and what became of it. Commands and operations come from different topics, so either
 * may be read first; the story is the same in the end.
 *
 * @param commandId its id
 * @param verb in one word
 * @param app what it is about
 * @param requestedBy whose it is
 * @param requestedAt when it was given; when its first step was, where the command was not read
 * @param command the command; null where it was not read (yet)
 * @param clusters what became of it, by cluster
 */
public record Story(
    String commandId,
    String verb,
    AppRef app,
    String requestedBy,
    Instant requestedAt,
    @Nullable Command command,
    SortedMap<String, ClusterOutcome> clusters) {

  /** Verdicts are on their way for so long after a deadline before silence counts. */
  static final Duration GRACE = Duration.ofSeconds(10);

  static Story of(Envelope<? extends Command> envelope) {
    Command command = envelope.payload();
    return new Story(
        envelope.id(),
        command.verb(),
        command.subject(),
        command.meta().requestedBy(),
        envelope.time(),
        command,
        new TreeMap<>());
  }

  static Story of(OperationRef ref) {
    return new Story(
        ref.commandId(), ref.verb(), ref.app(), ref.requestedBy(), ref.at(), null, new TreeMap<>());
  }

  /** A command that was read already is not replaced: the same id is the same command. */
  Story with(Envelope<? extends Command> envelope) {
    if (command != null) {
      return this;
    }
    Story told = of(envelope);
    return new Story(
        commandId, told.verb, told.app, told.requestedBy, told.requestedAt, told.command, clusters);
  }

  Story with(Operation operation) {
    TreeMap<String, ClusterOutcome> after = new TreeMap<>(clusters);
    after.compute(
        operation.ref().cluster(),
        (name, before) -> (before == null ? ClusterOutcome.silent(name) : before).with(operation));
    return new Story(commandId, verb, app, requestedBy, requestedAt, command, after);
  }

  /** When every cluster must have given its verdict. */
  public Instant deadline() {
    Duration allowed = command == null ? CommandMeta.DEFAULT_DEADLINE : command.meta().deadline();
    return requestedAt.plus(allowed);
  }

  /** What the clusters make together. */
  public Overall overall(Collection<String> everyCluster, Instant asOf) {
    PartialFailurePolicy policy =
        command == null ? new PartialFailurePolicy.All() : command.meta().partialFailure();
    return OverallVerdict.overall(
        policy, targets(everyCluster), verdicts(), deadline().plus(GRACE), asOf);
  }

  /** The clusters it is for, in the order of their names. */
  public Collection<String> targets(Collection<String> everyCluster) {
    TreeSet<String> targets = new TreeSet<>(clusters.keySet());
    if (command == null || command.meta().clusters().isEmpty()) {
      targets.addAll(everyCluster);
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
