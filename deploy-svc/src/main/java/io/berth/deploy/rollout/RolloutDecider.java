/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.diagnosis.DeletionDiagnosis;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.diagnosis.RolloutFinding;
import io.berth.deploy.manifest.SpecFieldWriter;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides the status of a roll-out. A pure function: the same arguments give the same status. */
public final class RolloutDecider {

  private final FailureGracePeriods gracePeriods;

  public RolloutDecider(FailureGracePeriods gracePeriods) {
    this.gracePeriods = gracePeriods;
  }

  /**
   * @param rollout the command in question
   * @param deployment as it is now
   * @param finding what is wrong, if anything
   * @param published the counts that were published last; null before the first
   * @param asOf now
   */
  public RolloutStatus evaluate(
      Rollout rollout,
      Deployment deployment,
      Optional<RolloutFinding> finding,
      @Nullable Progress published,
      Instant asOf) {
    Progress progress = ReplicaCounts.of(deployment);
    boolean seen =
        CurrentStatus.isObserved(deployment)
            && CurrentStatus.observedGeneration(deployment) >= rollout.generation();
    boolean late = !asOf.isBefore(rollout.command().deadline());
    if (deployment.getMetadata().getDeletionTimestamp() != null) {
      // Its controller does not act on it any more.
      return late
          ? new RolloutStatus.TimedOut(progress, deletion(rollout, deployment))
          : new RolloutStatus.Unchanged();
    }
    if (seen && (isComplete(deployment, progress) || isPausedAsAsked(rollout, deployment))) {
      return new RolloutStatus.Succeeded(progress);
    }
    Optional<ForeignObstacle> obstacle =
        keepsPause(rollout, deployment) ? Optional.empty() : ForeignObstacle.of(deployment);
    if (late) {
      return new RolloutStatus.TimedOut(
          progress, obstacle.map(ForeignObstacle::diagnosis).orElseGet(() -> diagnosis(finding)));
    }
    if (seen
        && (isConclusive(finding, rollout, asOf)
            || CurrentStatus.progressDeadlineExceeded(deployment))) {
      return new RolloutStatus.Failed(progress, diagnosis(finding));
    }
    if (seen && obstacle.isPresent()) {
      return new RolloutStatus.Obstructed(progress, obstacle.get().reason());
    }
    return seen && !progress.equals(published)
        ? new RolloutStatus.Progressed(progress)
        : new RolloutStatus.Unchanged();
  }

  /** Zero replicas are complete only where Berth wants none. */
  private static boolean isComplete(Deployment deployment, Progress progress) {
    return !ReplicaCounts.isScaledToZero(deployment)
        && progress.updated() == progress.wanted()
        && progress.available() == progress.wanted()
        && progress.old() == 0;
  }

  /**
   * A Pause is done when the Deployment is paused. A Scale leaves the pause of an earlier one in
   * place: no pod changes its release, and it is done when there are as many as asked for. Every
   * other command ends a pause, so one that it meets is another client's.
   */
  private static boolean isPausedAsAsked(Rollout rollout, Deployment deployment) {
    return (rollout.command().verb().equals("pause") && isPaused(deployment))
        || (keepsPause(rollout, deployment) && ReplicaCounts.hasEveryReplica(deployment));
  }

  private static boolean keepsPause(Rollout rollout, Deployment deployment) {
    return rollout.command().verb().equals("scale")
        && isPaused(deployment)
        && SpecFieldWriter.foreign(deployment, "paused").isEmpty();
  }

  private static boolean isPaused(Deployment deployment) {
    return Boolean.TRUE.equals(deployment.getSpec().getPaused());
  }

  /**
   * Counted from when the command was applied: earlier faults do not shorten the grace period.
   * Times in the future are ignored: the API server's clock may differ. A probe may fail as long as
   * the pod allows, where that is longer. A provisional finding concludes nothing: the Events that
   * it waits for come within moments, and the kubelet ends a container in time.
   */
  boolean isConclusive(Optional<RolloutFinding> finding, Rollout rollout, Instant asOf) {
    return finding
        .filter(found -> !found.provisional() && gracePeriods.canConclude(found.cause()))
        .map(
            found -> {
              boolean later =
                  found.since().isAfter(rollout.since()) && !found.since().isAfter(asOf);
              Instant since = later ? found.since() : rollout.since();
              return !asOf.isBefore(since.plus(gracePeriod(found)));
            })
        .orElse(false);
  }

  private Duration gracePeriod(RolloutFinding finding) {
    Duration grace = gracePeriods.forCause(finding.cause());
    return grace.compareTo(finding.tolerance()) < 0 ? finding.tolerance() : grace;
  }

  private static Diagnosis deletion(Rollout rollout, Deployment deployment) {
    return DeletionDiagnosis.of(rollout.app().namespace(), List.of(RemainingObject.of(deployment)));
  }

  private static Diagnosis diagnosis(Optional<RolloutFinding> finding) {
    return finding.map(RolloutFinding::diagnosis).orElseGet(Diagnostician::unknown);
  }

  /** The status of a roll-out, and so what is to be done about it. */
  public sealed interface RolloutStatus {

    /** Nothing new. */
    record Unchanged() implements RolloutStatus {}

    /** The replica counts changed. */
    record Progressed(Progress progress) implements RolloutStatus {}

    /**
     * Another client keeps it from completing.
     *
     * @param reason what has to happen first
     */
    record Obstructed(Progress progress, String reason) implements RolloutStatus {}

    /** It runs in stages, and this is to be done about the current one. */
    record Staged(StageAction action) implements RolloutStatus {}

    /** Its verdict is due. */
    sealed interface Ended extends RolloutStatus {}

    /** Every wanted replica is available, and no old one is left. */
    record Succeeded(Progress progress) implements Ended {}

    /** It cannot succeed any more. */
    record Failed(Progress progress, Diagnosis diagnosis) implements Ended {}

    /** Its deadline passed. */
    record TimedOut(Progress progress, Diagnosis diagnosis) implements Ended {}

    /**
     * Its parallel release was aborted automatically.
     *
     * @param encoded the annotation of the live object: verdict, cause and explanation, one per
     *     line
     * @param diagnosis with its evidence; null where an earlier instance made it
     */
    record Aborted(Progress progress, String encoded, @Nullable Diagnosis diagnosis)
        implements Ended {}
  }
}
