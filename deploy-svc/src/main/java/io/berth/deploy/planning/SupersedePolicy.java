/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

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
 * Which command takes the place of an older one, in the queue and among those that wait for their
 * waves. Only commands about the same thing can: a namespace is not the application of its name.
 */
public final class SupersedePolicy {

  private SupersedePolicy() {}

  /** Whether both are about the same application, or about the same namespace. */
  public static boolean haveSameSubject(Command one, Command other) {
    return one.subject().equals(other.subject())
        && one instanceof EnsureNamespace == other instanceof EnsureNamespace;
  }

  /** Whether the older command in the queue is skipped, because the newer one undoes its effect. */
  public static boolean replaces(Command newer, Command older) {
    return haveSameSubject(newer, older)
        && isUnconditional(newer)
        && !older.meta().dryRun()
        && covers(newer, older);
  }

  /**
   * Whether the newer command, once it has taken effect, ends the older one that waits for its
   * wave. Afterwards the older one cannot be applied any more, so a command that only changes what
   * runs has to wait for a new release, and a new release does not have to wait for it.
   */
  public static boolean replacesParked(Command newer, Command parked) {
    return haveSameSubject(newer, parked)
        && switch (newer) {
          case Deploy _, Rollback _, Stop _, Remove _, Abort _, EnsureNamespace _ -> true;
          case Scale _ -> parked instanceof Scale;
          case Restart _ -> parked instanceof Restart;
          case Pause _, Resume _ -> parked instanceof Pause || parked instanceof Resume;
          case Promote _ -> parked instanceof Promote;
        };
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
      case Deploy deploy
          when deploy.spec().strategy() instanceof RolloutStrategy.Canary
              || deploy.spec().strategy() instanceof RolloutStrategy.BlueGreen ->
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
