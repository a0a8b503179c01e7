/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import io.berth.events.operation.Verdict;
import java.time.Instant;

/** What a roll-out in steps does next. */
public sealed interface Move {

  /**
   * Nothing yet.
   *
   * @param progress the counts of both releases together
   * @param forWhat what has to happen first, in words
   */
  record Hold(Progress progress, String forWhat) implements Move {}

  /**
   * The counts change, the step does not.
   *
   * @param own of what ran before
   * @param beside of the new release
   */
  record Resize(int own, int beside) implements Move {}

  /**
   * The step stands, its time begins.
   *
   * @param since from now
   */
  record Stand(Instant since) implements Move {}

  /** On to the next step, or to the end. */
  record Advance() implements Move {}

  /**
   * The new release is taken away.
   *
   * @param verdict FAILED or TIMED_OUT
   * @param progress the counts at the end
   * @param diagnosis why
   */
  record GoBack(Verdict verdict, Progress progress, Diagnosis diagnosis) implements Move {}
}
