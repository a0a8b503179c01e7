/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.deploy.release.Release;
import io.berth.events.AppRef;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an application's objects are made from. The same values give the same objects.
 *
 * @param cluster where
 * @param app which
 * @param release what runs
 * @param replicas how many, at least 0
 * @param sendReplicas false where {@code spec.replicas} belongs to berth-scaler
 * @param paused whether the roll-out stands still
 * @param stoppedFrom the count before a Stop, while it is stopped
 * @param restartedAt changes to make every pod new
 * @param disruptionBudgets whether this cluster serves {@code policy/v1}
 * @param origin the command behind it
 * @param beside what runs beside it; null where nothing does
 * @param takenBack why what ran beside it was taken away; null where nothing was
 */
public record Wanted(
    String cluster,
    AppRef app,
    Release release,
    int replicas,
    boolean sendReplicas,
    boolean paused,
    @Nullable Integer stoppedFrom,
    @Nullable String restartedAt,
    boolean disruptionBudgets,
    Origin origin,
    @Nullable Beside beside,
    @Nullable String takenBack) {

  /** The same application with the release beside it as its own. */
  Wanted asBeside(Release other) {
    return new Wanted(
        cluster,
        app,
        other,
        replicas,
        sendReplicas,
        paused,
        stoppedFrom,
        null,
        disruptionBudgets,
        origin,
        null,
        null);
  }
}
