/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import static java.util.stream.Collectors.joining;

import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.PartialFailurePolicy.All;
import io.berth.events.command.PartialFailurePolicy.BestEffort;
import io.berth.events.command.PartialFailurePolicy.CanaryFirst;
import io.berth.events.command.PartialFailurePolicy.Quorum;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The status of a command over all of its clusters. Success is reported as soon as it is certain,
 * any other verdict only when every cluster has its own, so an overall verdict never changes. A
 * canary that did not succeed concludes the command at once: the other clusters do not start. A
 * cluster that lacks the application of a command that names no clusters counts for nothing, unless
 * all lack it.
 *
 * @param verdict the overall verdict; null while it is open
 * @param complete whether every target cluster has its verdict
 * @param sentence the status in a sentence
 */
public record OverallStatus(@Nullable Verdict verdict, boolean complete, String sentence) {

  /**
   * The overall status at a time.
   *
   * @param policy the command's partial-failure policy
   * @param targets the clusters that it goes to
   * @param verdicts the verdicts that were reported, by cluster
   * @param deadline when a cluster without a verdict counts as {@link Verdict#UNREACHABLE}
   * @param asOf the time
   */
  static OverallStatus of(
      PartialFailurePolicy policy,
      CommandTargets targets,
      Map<String, Verdict> verdicts,
      Instant deadline,
      Instant asOf) {
    TreeMap<String, Verdict> known = new TreeMap<>(verdicts);
    known.keySet().retainAll(targets.effective());
    if (!asOf.isBefore(deadline)) {
      targets.effective().forEach(cluster -> known.putIfAbsent(cluster, Verdict.UNREACHABLE));
    }
    String sentence = sentence(targets, known);
    Verdict canary = policy instanceof CanaryFirst first ? known.get(first.cluster()) : null;
    if (canary != null && canary != Verdict.SUCCEEDED) {
      return new OverallStatus(canary, true, sentence);
    }
    boolean complete = known.keySet().containsAll(targets.effective());
    return new OverallStatus(verdict(policy, targets, known, complete), complete, sentence);
  }

  private static @Nullable Verdict verdict(
      PartialFailurePolicy policy,
      CommandTargets targets,
      Map<String, Verdict> known,
      boolean complete) {
    long succeeded = known.values().stream().filter(Verdict.SUCCEEDED::equals).count();
    if (!targets.clusters().isEmpty() && succeeded >= needed(policy, targets)) {
      return Verdict.SUCCEEDED;
    }
    return complete ? commonFailure(known).orElse(Verdict.FAILED) : null;
  }

  /** Where fewer clusters have the application than the quorum wants, all that have it. */
  private static int needed(PartialFailurePolicy policy, CommandTargets targets) {
    int most = targets.effective().size();
    return switch (policy) {
      case All _, CanaryFirst _ -> most;
      case Quorum(int clusters) ->
          most < targets.clusters().size() ? Math.min(clusters, most) : clusters;
      case BestEffort _ -> 1;
    };
  }

  /** The common verdict of all clusters that did not succeed, if they agree. */
  private static Optional<Verdict> commonFailure(Map<String, Verdict> known) {
    TreeSet<Verdict> failures = new TreeSet<>(known.values());
    failures.remove(Verdict.SUCCEEDED);
    return failures.size() == 1 ? Optional.of(failures.first()) : Optional.empty();
  }

  private static String sentence(CommandTargets targets, Map<String, Verdict> known) {
    return targets.clusters().stream()
        .map(
            cluster ->
                cluster
                    + " "
                    + (targets.isSkipped(cluster)
                        ? "does not have it"
                        : describe(known.get(cluster))))
        .collect(joining(", "));
  }

  private static String describe(@Nullable Verdict verdict) {
    return switch (verdict) {
      case null -> "has not answered yet";
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
      case REJECTED -> "refused it";
      case TIMED_OUT -> "ran out of time";
      case SUPERSEDED -> "went on with a newer command";
      case ROLLED_BACK -> "was rolled back";
      case UNREACHABLE -> "gave no verdict before the deadline";
    };
  }

  /**
   * The clusters that a command goes to. A command on an existing application that names no
   * clusters goes to those that have the application: which those are, is known from their answers.
   *
   * @param clusters every cluster that answers, ordered by name
   * @param withoutApp those that are no targets if they lack the application, and said that they do
   */
  record CommandTargets(SortedSet<String> clusters, SortedSet<String> withoutApp) {

    CommandTargets {
      clusters = new TreeSet<>(clusters);
      withoutApp = new TreeSet<>(withoutApp);
      withoutApp.retainAll(clusters);
    }

    /** Every one is a target. */
    static CommandTargets of(Collection<String> clusters) {
      return new CommandTargets(new TreeSet<>(clusters), new TreeSet<>());
    }

    /** The clusters whose verdicts count: all of them where every one lacks the application. */
    SortedSet<String> effective() {
      TreeSet<String> effective = new TreeSet<>(clusters);
      effective.removeAll(withoutApp);
      return effective.isEmpty() ? clusters : effective;
    }

    /** Whether the cluster is no target, because it lacks the application. */
    boolean isSkipped(String cluster) {
      return clusters.contains(cluster) && !effective().contains(cluster);
    }
  }
}
