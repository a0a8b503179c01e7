/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.Step;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last words on a roll-out, and the note that is left on its release. */
final class Verdicts {

  private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

  private final ReleaseNotes notes;
  private final Answers answers;
  private final Operations operations;
  private volatile Follower.@Nullable Undo undo;

  Verdicts(Cluster cluster, Answers answers, Operations operations) {
    this.notes = new ReleaseNotes(cluster);
    this.answers = answers;
    this.operations = operations;
  }

  void onFailure(Follower.Undo given) {
    undo = given;
  }

  void tell(Rollout rollout, Step step) {
    switch (step) {
      case Step.Waiting _, Step.Moved _ -> throw new IllegalArgumentException("no end: " + step);
      case Step.Succeeded done -> succeeded(rollout, done.progress());
      case Step.Failed failed ->
          failed(rollout, Verdict.FAILED, failed.progress(), failed.diagnosis());
      case Step.TimedOut late ->
          failed(rollout, Verdict.TIMED_OUT, late.progress(), late.diagnosis());
    }
  }

  private void succeeded(Rollout rollout, Progress progress) {
    notes.leave(rollout, Outcome.GOOD);
    if (answers.succeeded(answers.ref(rollout), rollout.release(), progress, summary(progress))) {
      LOG.info("{} {} succeeded", rollout.origin().verb(), rollout.origin().commandId());
    }
  }

  private void failed(Rollout rollout, Verdict verdict, Progress progress, Diagnosis diagnosis) {
    Follower.Undo back = undo;
    if (back != null && rollout.autoRollback() && rollout.origin().verb().equals("deploy")) {
      back.start(rollout, verdict, progress, diagnosis);
      return;
    }
    notes.leave(rollout, Outcome.BAD);
    answers.failed(answers.ref(rollout), verdict, rollout.release(), progress, diagnosis);
    LOG.info(
        "{} {} ended {}: {}",
        rollout.origin().verb(),
        rollout.origin().commandId(),
        verdict,
        diagnosis.cause());
  }

  /**
   * What ran beside was taken away by itself.
   *
   * @param said the mark on the live object: verdict, cause and explanation, by lines
   * @param known the diagnosis with its evidence; null where an earlier instance made it
   */
  void takenBack(Rollout rollout, Progress progress, String said, @Nullable Diagnosis known) {
    String[] lines = said.split("\n", 3);
    Diagnosis diagnosis =
        known != null
            ? known
            : new Diagnosis(Diagnosis.Cause.valueOf(lines[1]), lines[2], List.of(), List.of());
    operations.say(
        new Concluded(
            answers.ref(rollout),
            lines[0].equals("TIMED_OUT") ? Verdict.TIMED_OUT : Verdict.ROLLED_BACK,
            rollout.release(),
            progress,
            diagnosis,
            diagnosis.explanation() + " It was taken away; the release before it has all again.",
            null,
            null));
  }

  static String mark(Verdict verdict, Diagnosis diagnosis) {
    String explanation = diagnosis.explanation();
    return verdict
        + "\n"
        + diagnosis.cause()
        + "\n"
        + explanation.substring(0, Math.min(2000, explanation.length()));
  }

  private static String summary(Progress progress) {
    return progress.wanted() == 0
        ? "No pod runs any more."
        : progress.available() + " of " + progress.wanted() + " replicas are available.";
  }
}
