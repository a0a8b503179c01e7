/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.deploy.release.Release;
import io.berth.events.AppRef;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an application's objects are built from. The same values give the same objects.
 *
 * @param cluster where
 * @param app which
 * @param release what runs
 * @param replicas how many, at least 0
 * @param sendReplicas false where {@code spec.replicas} belongs to berth-scaler
 * @param paused whether the roll-out is paused; where not, a pause of another client ends
 * @param stoppedFrom the count before a Stop, while it is stopped
 * @param restartedAt a new value replaces every pod
 * @param disruptionBudgets whether this cluster serves {@code policy/v1}
 * @param command the command behind it
 * @param parallel the parallel release; null where there is none
 * @param abortReason why the parallel release was aborted; null where none was
 */
public record DesiredState(
    String cluster,
    AppRef app,
    Release release,
    int replicas,
    boolean sendReplicas,
    boolean paused,
    @Nullable Integer stoppedFrom,
    @Nullable String restartedAt,
    boolean disruptionBudgets,
    CommandRef command,
    @Nullable ParallelRelease parallel,
    @Nullable String abortReason) {

  /**
   * The same once its roll-out has ended: the parallel release, if any, is the application's own.
   */
  public DesiredState rolledOut() {
    return parallel == null
        ? this
        : new DesiredState(
            cluster,
            app,
            parallel.release(),
            parallel.total(),
            sendReplicas,
            paused,
            stoppedFrom,
            null,
            disruptionBudgets,
            command,
            null,
            null);
  }

  /** The same application with the parallel release as its own. */
  DesiredState asParallel(Release other) {
    return new DesiredState(
        cluster,
        app,
        other,
        replicas,
        sendReplicas,
        paused,
        stoppedFrom,
        null,
        disruptionBudgets,
        command,
        null,
        null);
  }
}
