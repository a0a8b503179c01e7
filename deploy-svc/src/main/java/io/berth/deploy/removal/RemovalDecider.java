/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.removal;

import io.berth.deploy.diagnosis.DeletionDiagnosis;
import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.operation.Diagnosis;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides the status of a removal. A pure function: the same arguments give the same status. */
final class RemovalDecider {

  private RemovalDecider() {}

  /**
   * @param removal the command
   * @param live the application; null where it is not deployed here
   * @param remaining what is left of it
   * @param asOf now
   */
  static RemovalStatus evaluate(
      ReceivedCommand removal,
      @Nullable ObservedApp live,
      List<RemainingObject> remaining,
      Instant asOf) {
    if (live != null && removal.isAppliedIn(live)) {
      return new RemovalStatus.Superseded(live.lastCommand().commandId());
    }
    if (remaining.isEmpty()) {
      return new RemovalStatus.Removed();
    }
    return asOf.isBefore(removal.deadline())
        ? new RemovalStatus.Waiting()
        : new RemovalStatus.TimedOut(
            DeletionDiagnosis.of(removal.command().subject().namespace(), remaining));
  }

  /** What has become of a removal. */
  sealed interface RemovalStatus {

    /** Something is left, and the deadline has not passed. */
    record Waiting() implements RemovalStatus {}

    /** Nothing is left. */
    record Removed() implements RemovalStatus {}

    /**
     * A newer command has deployed the application again.
     *
     * @param newer its id
     */
    record Superseded(String newer) implements RemovalStatus {}

    /**
     * The deadline passed.
     *
     * @param diagnosis what is left, and what holds it; or why that is not known
     */
    record TimedOut(Diagnosis diagnosis) implements RemovalStatus {}
  }
}
