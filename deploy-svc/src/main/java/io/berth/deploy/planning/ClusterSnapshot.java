/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.policy.QuotaHeadroom;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Releases;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.operation.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The state of the cluster that a command is planned against.
 *
 * @param cluster this cluster's name
 * @param namespaceExists whether the namespace is there
 * @param environment of the namespace
 * @param live the application; null where it is not deployed here
 * @param foreign what is wrong with the Deployment of its name; null where it is its own, or none
 * @param releases those that are kept
 * @param quota room in the namespace
 * @param scalingActive whether a scaling policy is in force for it
 * @param disruptionBudgets whether this cluster serves {@code policy/v1}
 */
public record ClusterSnapshot(
    String cluster,
    boolean namespaceExists,
    Environment environment,
    @Nullable ObservedApp live,
    @Nullable Violation foreign,
    Releases releases,
    QuotaHeadroom quota,
    boolean scalingActive,
    boolean disruptionBudgets) {

  @Nullable Release current() {
    return live == null ? null : releases.number(live.servingRelease()).orElse(null);
  }

  /**
   * The number of a new release: no release had it before, even where the revisions of those that
   * run were deleted.
   */
  long nextRelease() {
    long observed =
        live == null
            ? 0
            : Math.max(live.release(), live.stage() == null ? 0 : live.stage().release());
    return Math.max(releases.highest(), observed) + 1;
  }
}
