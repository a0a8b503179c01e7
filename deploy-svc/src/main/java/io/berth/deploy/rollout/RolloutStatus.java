/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Progress;
import org.jspecify.annotations.Nullable;

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
   * @param encoded the annotation of the live object: verdict, cause and explanation, one per line
   * @param diagnosis with its evidence; null where an earlier instance made it
   */
  record Aborted(Progress progress, String encoded, @Nullable Diagnosis diagnosis)
      implements Ended {}
}
