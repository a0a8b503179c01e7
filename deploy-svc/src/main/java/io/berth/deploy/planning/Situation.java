/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.policy.QuotaRoom;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Releases;
import io.berth.events.command.EnsureNamespace.Environment;
import org.jspecify.annotations.Nullable;

/**
 * What is live when a command is planned.
 *
 * @param cluster this cluster's name
 * @param namespaceExists whether the namespace is there
 * @param environment of the namespace
 * @param live the application; null where it is not deployed here
 * @param releases those that are kept
 * @param quota room in the namespace
 * @param scalingActive whether a scaling policy is in force for it
 * @param disruptionBudgets whether this cluster serves {@code policy/v1}
 */
public record Situation(
    String cluster,
    boolean namespaceExists,
    Environment environment,
    @Nullable LiveApp live,
    Releases releases,
    QuotaRoom quota,
    boolean scalingActive,
    boolean disruptionBudgets) {

  @Nullable Release current() {
    return live == null ? null : releases.number(live.serving()).orElse(null);
  }
}
