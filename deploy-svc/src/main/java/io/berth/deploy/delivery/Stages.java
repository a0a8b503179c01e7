/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.rollout.Rollout;
import io.berth.events.operation.Diagnosis;
import org.jspecify.annotations.Nullable;

/** Roll-outs in steps, and what they leave behind. */
interface Stages {

  /** Looks at the step that a roll-out is at. */
  void look(Rollout rollout, LiveApp live);

  /** Looks for what is left of one that is over. */
  void tidy(LiveApp live);

  /** Why a release was taken away; null where an earlier instance did it. */
  @Nullable Diagnosis why(String commandId);

  /** Nothing is ever done in steps. */
  final class None implements Stages {
    @Override
    public void look(Rollout rollout, LiveApp live) {}

    @Override
    public void tidy(LiveApp live) {}

    @Override
    public @Nullable Diagnosis why(String commandId) {
      return null;
    }
  }
}
