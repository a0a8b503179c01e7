/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.deploy.waves.Fleet.Word;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of a cluster that succeeded, once the others are known. */
public sealed interface Aftermath {

  /** Not decided: others have no verdict yet, and theirs may matter. */
  record Open() implements Aftermath {}

  /** It stays as it is. */
  record Keep() implements Aftermath {}

  /**
   * It goes back: the command as a whole can no longer succeed.
   *
   * @param cluster whose failure decided it
   * @param reason what happened there
   */
  record GoBack(String cluster, String reason) implements Aftermath {}

  /** The verdicts that count against the command; SUPERSEDED is somebody's newer will. */
  Set<Verdict> FAILURES =
      EnumSet.of(Verdict.FAILED, Verdict.REJECTED, Verdict.TIMED_OUT, Verdict.ROLLED_BACK);

  /**
   * @param policy the command's partial-failure policy
   * @param targets every cluster of the command, as far as it names them
   * @param words the verdicts so far
   */
  static Aftermath of(
      PartialFailurePolicy policy, Collection<String> targets, Map<String, Word> words) {
    List<Map.Entry<String, Word>> failed =
        words.entrySet().stream()
            .filter(entry -> FAILURES.contains(entry.getValue().verdict()))
            .sorted(Comparator.comparing(entry -> entry.getValue().at()))
            .toList();
    long succeeded =
        words.values().stream().filter(word -> word.verdict() == Verdict.SUCCEEDED).count();
    int needed = needed(policy, targets.size());
    if (policy instanceof PartialFailurePolicy.BestEffort
        || (policy instanceof PartialFailurePolicy.Quorum && succeeded >= needed)) {
      return new Keep();
    }
    if (!failed.isEmpty() && targets.size() - failed.size() < needed) {
      Map.Entry<String, Word> first = failed.getFirst();
      return new GoBack(
          first.getKey(), first.getValue().verdict() + ": " + first.getValue().summary());
    }
    return words.keySet().containsAll(targets) ? new Keep() : new Open();
  }

  private static int needed(PartialFailurePolicy policy, int targets) {
    return switch (policy) {
      case PartialFailurePolicy.All _, PartialFailurePolicy.CanaryFirst _ -> targets;
      case PartialFailurePolicy.Quorum(int clusters) -> clusters;
      case PartialFailurePolicy.BestEffort _ -> 1;
    };
  }
}
