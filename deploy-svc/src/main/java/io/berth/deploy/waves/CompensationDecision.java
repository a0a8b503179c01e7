/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a cluster that succeeded keeps the command once the other verdicts are known. */
public sealed interface CompensationDecision {

  /** Undecided: other verdicts are missing and may matter. */
  record Undecided() implements CompensationDecision {}

  /** It is kept. */
  record Keep() implements CompensationDecision {}

  /**
   * It is rolled back: the command as a whole can no longer succeed.
   *
   * @param cluster whose failure decided it
   * @param reason what happened there
   */
  record RollBack(String cluster, String reason) implements CompensationDecision {}

  /** The verdicts that count against the command; SUPERSEDED is a newer command's doing. */
  Set<Verdict> FAILURES =
      EnumSet.of(Verdict.FAILED, Verdict.REJECTED, Verdict.TIMED_OUT, Verdict.ROLLED_BACK);

  /**
   * Of a command that skips the clusters without its application: those are neither targets nor
   * failures.
   *
   * @param policy the command's partial-failure policy
   * @param targets every cluster of the command, as far as it names them
   * @param verdicts the verdicts so far
   */
  static CompensationDecision skippingClustersWithoutApp(
      PartialFailurePolicy policy,
      Collection<String> targets,
      Map<String, ClusterVerdict> verdicts) {
    Map<String, ClusterVerdict> having = new HashMap<>(verdicts);
    having.values().removeIf(ClusterVerdict::lacksApp);
    Set<String> remaining = new HashSet<>(targets);
    remaining.removeIf(cluster -> verdicts.containsKey(cluster) && !having.containsKey(cluster));
    PartialFailurePolicy reachable =
        policy instanceof PartialFailurePolicy.Quorum(int clusters)
                && remaining.size() < targets.size()
            ? new PartialFailurePolicy.Quorum(Math.clamp(remaining.size(), 1, clusters))
            : policy;
    return of(reachable, remaining, having);
  }

  /**
   * @param policy the command's partial-failure policy
   * @param targets every cluster of the command, as far as it names them
   * @param verdicts the verdicts so far
   */
  static CompensationDecision of(
      PartialFailurePolicy policy,
      Collection<String> targets,
      Map<String, ClusterVerdict> verdicts) {
    List<Map.Entry<String, ClusterVerdict>> failed =
        verdicts.entrySet().stream()
            .filter(entry -> FAILURES.contains(entry.getValue().verdict()))
            .sorted(Comparator.comparing(entry -> entry.getValue().at()))
            .toList();
    long succeeded =
        verdicts.values().stream()
            .filter(verdict -> verdict.verdict() == Verdict.SUCCEEDED)
            .count();
    int needed = needed(policy, targets.size());
    if (policy instanceof PartialFailurePolicy.BestEffort
        || (policy instanceof PartialFailurePolicy.Quorum && succeeded >= needed)) {
      return new Keep();
    }
    if (!failed.isEmpty() && targets.size() - failed.size() < needed) {
      Map.Entry<String, ClusterVerdict> first = failed.getFirst();
      return new RollBack(
          first.getKey(), first.getValue().verdict() + ": " + first.getValue().summary());
    }
    return verdicts.keySet().containsAll(targets) ? new Keep() : new Undecided();
  }

  private static int needed(PartialFailurePolicy policy, int targets) {
    return switch (policy) {
      case PartialFailurePolicy.All _, PartialFailurePolicy.CanaryFirst _ -> targets;
      case PartialFailurePolicy.Quorum(int clusters) -> clusters;
      case PartialFailurePolicy.BestEffort _ -> 1;
    };
  }
}
