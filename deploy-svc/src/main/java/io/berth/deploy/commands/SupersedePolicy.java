/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.events.command.Abort;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;

/**
 * Whether a queued command makes an older one unnecessary, so that the older one need not be
 * applied. In doubt both are applied, in order.
 */
final class SupersedePolicy {

  private SupersedePolicy() {}

  static boolean replaces(Command newer, Command older) {
    return isUnconditional(newer) && !older.meta().dryRun() && covers(newer, older);
  }

  /** Its effect does not depend on the command before it. */
  private static boolean isUnconditional(Command command) {
    return !command.meta().dryRun()
        && command.meta().expectedRelease() == null
        && command.meta().order() instanceof ClusterOrder.AllAtOnce;
  }

  private static boolean covers(Command newer, Command older) {
    return switch (newer) {
      // Not Scale: where a scaling policy is in force, a Deploy keeps the current replica count.
      case Deploy deploy when !(deploy.spec().strategy() instanceof RolloutStrategy.Rolling) ->
          // It starts next to what the older command leaves.
          false;
      case Deploy _ ->
          older instanceof Deploy
              || older instanceof Rollback
              || older instanceof Restart
              || older instanceof Stop
              || older instanceof Pause
              || older instanceof Resume;
      case Remove _ ->
          older instanceof Deploy
              || older instanceof Rollback
              || older instanceof Restart
              || older instanceof Scale
              || older instanceof Stop
              || older instanceof Pause
              || older instanceof Resume;
      case Scale _ -> older instanceof Scale;
      case Restart _ -> older instanceof Restart;
      case Rollback _, Stop _, Pause _, Resume _, Promote _, Abort _, EnsureNamespace _ -> false;
    };
  }
}
