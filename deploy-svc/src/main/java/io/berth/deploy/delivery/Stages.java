/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.rollout.Step;
import io.berth.events.AppRef;
import io.berth.events.operation.Diagnosis;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roll-outs in steps, and what they leave behind. */
interface Stages {

  /** Looks at the step that a roll-out is at; says whether its verdict is due. */
  Step look(Rollout rollout, LiveApp live);

  /** Looks for what is left of one that has its verdict. */
  void tidy(LiveApp live);

  /** The application is not there any more: there is nothing left to do for it. */
  void gone(AppRef app);

  /** The applications to which something is still to happen when time passes. */
  Set<AppRef> waiting();

  /** Why a release was taken away; null where an earlier instance did it. */
  @Nullable Diagnosis why(String commandId);

  /** Nothing is ever done in steps. */
  final class None implements Stages {
    @Override
    public Step look(Rollout rollout, LiveApp live) {
      return new Step.Waiting();
    }

    @Override
    public void tidy(LiveApp live) {}

    @Override
    public void gone(AppRef app) {}

    @Override
    public Set<AppRef> waiting() {
      return Set.of();
    }

    @Override
    public @Nullable Diagnosis why(String commandId) {
      return null;
    }
  }
}
