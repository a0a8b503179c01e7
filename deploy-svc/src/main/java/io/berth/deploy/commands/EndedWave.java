/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.commands.CommandFacts.Observation;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.waves.WaveDecider.WaveDecision;
import io.berth.events.command.Abort;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import java.util.Optional;

/**
 * What becomes of a command whose wave will not start. An instance that stopped may have begun with
 * it when its wave was due.
 */
record EndedWave(ReceivedCommand received, CommandFacts facts) {

  /** Empty where it may be applied, or is. */
  Optional<CommandDecision> decide(WaveDecision.Ended why) {
    if (facts.published().accepted() && mayBeApplied()) {
      return Optional.empty();
    }
    return Optional.of(
        isRemoved()
            ? new CommandDecision.AlreadyRemoved()
            : new CommandDecision.EndBeforeWave(why, isUntouched()));
  }

  private boolean mayBeApplied() {
    ObservedApp live = facts.live(received.command());
    return switch (facts.observation()) {
      case Observation.NotRead _ -> true;
      case Observation.Read read -> !read.fresh() || (live != null && received.isAppliedIn(live));
      case Observation.Unreachable _ -> false;
    };
  }

  /**
   * Whether this Remove deleted the application. It was accepted because there was one, and it
   * deletes the releases before the Deployment; who deletes only the Deployment leaves them.
   */
  private boolean isRemoved() {
    return received.command() instanceof Remove
        && facts.published().accepted()
        && facts.observation() instanceof Observation.Read(ClusterSnapshot snapshot, _, _)
        && snapshot.live() == null
        && snapshot.releases().all().isEmpty();
  }

  /** Whether it is certain that nothing was written. */
  private boolean isUntouched() {
    return !facts.published().accepted()
        || (facts.observation() instanceof Observation.Read(ClusterSnapshot snapshot, _, _)
            && isUntouched(snapshot));
  }

  private boolean isUntouched(ClusterSnapshot snapshot) {
    return switch (received.command()) {
      // The release is written first.
      case Deploy _, Rollback _ -> snapshot.releases().createdBy(received.id()).isEmpty();
      // They change the Deployment only, and it is as before.
      case Scale _, Restart _, Stop _, Pause _, Resume _, Promote _, Abort _ -> true;
      // The Deployment is deleted last.
      case Remove _ -> false;
      // The namespace is written first.
      case EnsureNamespace namespace ->
          !snapshot.namespaceExists() || snapshot.environment() != namespace.environment();
    };
  }
}
