/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.rollout.RolloutDecider.RolloutStatus;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import java.util.List;

/** Publishes the verdict of a roll-out and records the outcome on its release. */
final class RolloutVerdicts {

  private final ReleaseOutcomeRecorder outcomes;
  private final OperationPublisher publisher;
  private final OperationLog operations;
  private final AutoRollback autoRollback;

  RolloutVerdicts(ClusterContext context, AutoRollback autoRollback) {
    this.outcomes = new ReleaseOutcomeRecorder(context.name(), context.cluster());
    this.publisher = context.publisher();
    this.operations = context.operations();
    this.autoRollback = autoRollback;
  }

  void publish(Rollout rollout, RolloutStatus.Ended status) {
    switch (status) {
      case RolloutStatus.Succeeded done -> publishSucceeded(rollout, done.progress());
      case RolloutStatus.Failed failed ->
          handleFailed(rollout, Verdict.FAILED, failed.progress(), failed.diagnosis());
      case RolloutStatus.TimedOut late ->
          handleFailed(rollout, Verdict.TIMED_OUT, late.progress(), late.diagnosis());
      case RolloutStatus.Aborted aborted -> publishAborted(rollout, aborted);
    }
  }

  /** A release of which no pod ran has proven nothing. */
  private void publishSucceeded(Rollout rollout, Progress progress) {
    if (progress.updated() > 0 && progress.available() > 0) {
      outcomes.record(rollout, ReleaseOutcome.GOOD);
    }
    publisher.publishSucceeded(
        publisher.ref(rollout.command(), rollout.app()),
        rollout.release(),
        progress,
        summary(progress));
  }

  private void handleFailed(
      Rollout rollout, Verdict verdict, Progress progress, Diagnosis diagnosis) {
    if (rollout.autoRollback() && rollout.command().verb().equals("deploy")) {
      autoRollback.handle(rollout, verdict, progress, diagnosis);
      return;
    }
    outcomes.record(rollout, ReleaseOutcome.BAD);
    publisher.publishFailed(
        publisher.ref(rollout.command(), rollout.app()),
        verdict,
        rollout.release(),
        progress,
        diagnosis);
  }

  private void publishAborted(Rollout rollout, RolloutStatus.Aborted aborted) {
    String[] lines = aborted.encoded().split("\n", 3);
    Diagnosis known = aborted.diagnosis();
    Diagnosis diagnosis =
        known != null
            ? known
            : new Diagnosis(Diagnosis.Cause.valueOf(lines[1]), lines[2], List.of(), List.of());
    operations.publish(
        new Concluded(
            publisher.ref(rollout.command(), rollout.app()),
            lines[0].equals("TIMED_OUT") ? Verdict.TIMED_OUT : Verdict.ROLLED_BACK,
            rollout.release(),
            aborted.progress(),
            diagnosis,
            diagnosis.explanation() + " It was taken away; the release before it has all again.",
            null,
            null));
  }

  static String encode(Verdict verdict, Diagnosis diagnosis) {
    String explanation = diagnosis.explanation();
    return verdict
        + "\n"
        + diagnosis.cause()
        + "\n"
        + explanation.substring(0, Math.min(2000, explanation.length()));
  }

  /** The status of a Deployment does not count pods that terminate. */
  static String summary(Progress progress) {
    return progress.wanted() == 0
        ? "No replica is wanted; pods that still terminate have 30 seconds to end."
        : progress.available() + " of " + progress.wanted() + " replicas are available.";
  }
}
