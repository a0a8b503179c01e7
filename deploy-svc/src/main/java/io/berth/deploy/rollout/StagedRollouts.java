/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import io.berth.events.operation.Diagnosis;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Staged roll-outs, and their cleanup. */
interface StagedRollouts {

  /** Evaluates the current step; returns whether the verdict is due. */
  RolloutStatus evaluate(Rollout rollout, ObservedApp live);

  /** Cleans up after a roll-out that has its verdict. */
  void cleanUp(ObservedApp live);

  /** Forgets an application that was removed. */
  void forget(AppRef app);

  /** The applications with something left to do as time passes. */
  Set<AppRef> pendingApps();

  /** Why a release was aborted; null where an earlier instance did it. */
  @Nullable Diagnosis abortDiagnosis(String commandId);

  /** Without staged roll-outs. */
  final class NoStagedRollouts implements StagedRollouts {
    @Override
    public RolloutStatus evaluate(Rollout rollout, ObservedApp live) {
      return new RolloutStatus.Unchanged();
    }

    @Override
    public void cleanUp(ObservedApp live) {}

    @Override
    public void forget(AppRef app) {}

    @Override
    public Set<AppRef> pendingApps() {
      return Set.of();
    }

    @Override
    public @Nullable Diagnosis abortDiagnosis(String commandId) {
      return null;
    }
  }
}
