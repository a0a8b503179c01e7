/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PendingCommands.Delay;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.waves.WaveDecider.WaveDecision;
import io.berth.deploy.workload.WorkloadKind;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a command in this cluster. */
public sealed interface CommandDecision {

  /** Nothing: it is not for this cluster, or it has its verdict. */
  record Ignore() implements CommandDecision {}

  /**
   * It gives up a command that waits for its wave; the API server is not asked.
   *
   * @param held the waiting command
   */
  record AbortParked(ReceivedCommand held) implements CommandDecision {}

  /**
   * It ends, since its wave will not start.
   *
   * @param why not
   * @param untouched whether it is certain that nothing was written
   */
  record EndBeforeWave(WaveDecision.Ended why, boolean untouched) implements CommandDecision {}

  /**
   * It is accepted, and waits for its wave.
   *
   * @param plan what it would do now
   * @param wave what it waits for
   */
  record Park(Plan.Write plan, WaveDecision.Wait wave) implements CommandDecision {}

  /** Undecided: something has to be done first. */
  sealed interface Undecided extends CommandDecision {}

  /**
   * It has to be rejected in the name of the clusters that do not exist: no instance serves them,
   * so their silence would look like an outage.
   *
   * @param rejections one for each
   */
  record RejectUnknownClusters(List<Rejected> rejections) implements Undecided {}

  /**
   * The cluster's state has to be read.
   *
   * @param fresh whether from the API server
   */
  record NeedsSnapshot(boolean fresh) implements Undecided {}

  /**
   * The registry has to be asked.
   *
   * @param images which images of this command, or of one that may supersede it
   */
  record NeedsImages(Set<ImageReference> images) implements Undecided {}

  /** It gets its verdict, or is tracked again, without a write to the API server. */
  sealed interface Answer extends CommandDecision {}

  /** Its deadline passed before it was accepted. */
  record Expire() implements Answer {}

  /**
   * Its deadline passed while the API server did not answer.
   *
   * @param why what the client reported
   */
  record GiveUp(Delay.Failed why) implements Answer {}

  /**
   * A queued command makes it unnecessary.
   *
   * @param newer that command
   */
  record SupersededBy(ReceivedCommand newer) implements Answer {}

  /**
   * It was applied already: its roll-out is tracked again.
   *
   * @param rollout which
   * @param workload what was written last, as kind/name
   */
  record ResumeRollout(Rollout rollout, String workload) implements Answer {

    static ResumeRollout of(ObservedApp live) {
      return new ResumeRollout(Rollout.of(live), WorkloadKind.label(live.deployment()));
    }
  }

  /** It is the Promote that brought the roll-out to its current step. */
  record AlreadyPromoted() implements Answer {}

  /**
   * It was applied already, and rolled back automatically.
   *
   * @param by the rollback's id
   */
  record AlreadyRolledBack(String by) implements Answer {}

  /**
   * A newer command was applied.
   *
   * @param newer its id
   */
  record AlreadyOvertaken(String newer) implements Answer {}

  /** It was accepted or applied, and the application is gone since, though no Remove deleted it. */
  record AlreadyGone() implements Answer {}

  /** It is a Remove, and nothing was left to delete since it was accepted. */
  record AlreadyRemoved() implements Answer {}

  /** It is a Remove that was applied already: the deletion is followed again. */
  record ResumeRemoval() implements Answer {}

  /**
   * It breaks rules, or has nothing to act on.
   *
   * @param violations at least one
   */
  record Reject(List<Violation> violations) implements Answer {}

  /** It takes effect: it is accepted, then written. */
  sealed interface Execute extends CommandDecision {

    /** What is to be written. */
    Plan.Write plan();
  }

  /**
   * It is accepted, and ends without a write.
   *
   * @param plan what it would do
   */
  record DryRun(Plan.Write plan) implements Execute {}

  /**
   * The application's objects are applied.
   *
   * @param plan which
   * @param supersedes the roll-out whose place it takes; null where none is in progress
   */
  record Apply(Plan.Apply plan, @Nullable Rollout supersedes) implements Execute {}

  /**
   * The application is deleted.
   *
   * @param plan which
   * @param supersedes the roll-out that it ends; null where none is in progress
   */
  record Delete(Plan.Delete plan, @Nullable Rollout supersedes) implements Execute {}

  /**
   * The namespace is created or updated.
   *
   * @param plan its objects
   */
  record ApplyNamespace(Plan.ApplyNamespace plan) implements Execute {}
}
