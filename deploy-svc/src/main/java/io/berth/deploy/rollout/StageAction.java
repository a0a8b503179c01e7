/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import java.time.Instant;

/** The next action of a staged roll-out. */
public sealed interface StageAction {

  /**
   * Wait.
   *
   * @param progress the counts of both releases together
   * @param reason what has to happen first
   */
  record Hold(Progress progress, String reason) implements StageAction {}

  /**
   * Change the replica counts within the step.
   *
   * @param own of the previous release
   * @param parallel of the new release
   */
  record Resize(int own, int parallel) implements StageAction {}

  /**
   * Start the bake time of the step.
   *
   * @param since from now
   */
  record BeginBake(Instant since) implements StageAction {}

  /** Go on to the next step, or to the end. */
  record Advance() implements StageAction {}

  /**
   * Abort the new release.
   *
   * @param verdict FAILED or TIMED_OUT
   * @param progress the counts at the end
   * @param diagnosis why
   */
  record AbortRollout(Verdict verdict, Progress progress, Diagnosis diagnosis)
      implements StageAction {}
}
