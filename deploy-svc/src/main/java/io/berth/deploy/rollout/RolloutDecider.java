/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.Finding;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a roll-out stands. The same arguments give the same answer. */
public final class RolloutDecider {

  private final Patience patience;

  public RolloutDecider(Patience patience) {
    this.patience = patience;
  }

  /**
   * @param rollout the command in question
   * @param deployment as it is now
   * @param finding what is wrong, if anything
   * @param told the counts that were told last; null before the first
   * @param asOf now
   */
  public Step follow(
      Rollout rollout,
      Deployment deployment,
      Optional<Finding> finding,
      @Nullable Progress told,
      Instant asOf) {
    Progress progress = Counts.of(deployment);
    boolean seen = observed(deployment) >= Math.max(rollout.generation(), generation(deployment));
    if (seen && (complete(progress) || Boolean.TRUE.equals(deployment.getSpec().getPaused()))) {
      return new Step.Succeeded(progress);
    }
    if (!asOf.isBefore(rollout.origin().deadline())) {
      return new Step.TimedOut(progress, diagnosis(finding));
    }
    if (seen && (conclusive(finding, rollout, asOf) || stuck(deployment))) {
      return new Step.Failed(progress, diagnosis(finding));
    }
    return seen && !progress.equals(told) ? new Step.Moved(progress) : new Step.Waiting();
  }

  private static boolean complete(Progress progress) {
    return progress.updated() == progress.wanted()
        && progress.available() == progress.wanted()
        && progress.old() == 0;
  }

  /** Counted from the command: a pod that was bad before it has no say in how long it is given. */
  boolean conclusive(Optional<Finding> finding, Rollout rollout, Instant asOf) {
    return finding
        .filter(found -> patience.canConclude(found.cause()))
        .map(
            found -> {
              Instant since =
                  found.since().isBefore(rollout.origin().issuedAt())
                      ? rollout.origin().issuedAt()
                      : found.since();
              return !asOf.isBefore(since.plus(patience.with(found.cause())));
            })
        .orElse(false);
  }

  private static boolean stuck(Deployment deployment) {
    return deployment.getStatus() != null
        && deployment.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Progressing".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "ProgressDeadlineExceeded".equals(condition.getReason()));
  }

  private static long generation(Deployment deployment) {
    Long generation = deployment.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  private static long observed(Deployment deployment) {
    return deployment.getStatus() == null || deployment.getStatus().getObservedGeneration() == null
        ? -1
        : deployment.getStatus().getObservedGeneration();
  }

  private static Diagnosis diagnosis(Optional<Finding> finding) {
    return finding.map(Finding::diagnosis).orElseGet(Diagnostician::unknown);
  }
}
