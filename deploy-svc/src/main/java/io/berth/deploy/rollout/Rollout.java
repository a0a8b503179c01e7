/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import io.berth.events.operation.OperationRef;
import java.time.Instant;

/**
 * A command that was applied and has no verdict yet.
 *
 * @param command the command
 * @param app which application
 * @param release the release that it rolls out
 * @param generation of the Deployment as written; the status of older ones does not count
 * @param autoRollback whether to roll back automatically
 * @param since when grace periods begin, by this service's clock
 */
public record Rollout(
    CommandRef command,
    AppRef app,
    long release,
    long generation,
    boolean autoRollback,
    Instant since) {

  /** From the live object, so also after a restart. */
  public static Rollout of(ObservedApp live) {
    return new Rollout(
        live.lastCommand(),
        live.app(),
        live.stage() == null ? live.release() : live.stage().release(),
        generation(live),
        Boolean.parseBoolean(
            live.deployment().getMetadata().getAnnotations().get(Annotations.AUTO_ROLLBACK)),
        live.lastCommand().issuedAt());
  }

  /**
   * The same, applied or found at that time: a command may be queued for long before it is applied.
   */
  public Rollout since(Instant begun) {
    return new Rollout(
        command,
        app,
        release,
        generation,
        autoRollback,
        begun.isAfter(command.issuedAt()) ? begun : command.issuedAt());
  }

  private static long generation(ObservedApp live) {
    Long generation = live.deployment().getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  public OperationRef operation(String cluster, Instant at) {
    return command.operation(app, cluster, at);
  }

  /** Whether the roll-out has a release whose outcome is recorded. */
  public boolean createsRelease() {
    return command.verb().equals("deploy") || command.verb().equals("rollback");
  }
}
