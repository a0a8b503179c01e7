/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.diagnosis.RemainingObject;
import io.berth.deploy.policy.KubernetesVersion;
import io.berth.deploy.policy.QuotaHeadroom;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Releases;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.Optional;
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
 * @param namespaceTerminating why nothing can be written to the namespace; null where it is not
 *     being deleted
 * @param kubernetes the version of its API server
 * @param remaining what is left of the application where its Deployment is gone; only read for a
 *     Remove
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
    boolean disruptionBudgets,
    @Nullable Violation namespaceTerminating,
    KubernetesVersion kubernetes,
    List<RemainingObject> remaining) {

  /** The same, with what is left of the application. */
  public ClusterSnapshot withRemaining(List<RemainingObject> objects) {
    return new ClusterSnapshot(
        cluster,
        namespaceExists,
        environment,
        live,
        foreign,
        releases,
        quota,
        scalingActive,
        disruptionBudgets,
        namespaceTerminating,
        kubernetes,
        objects);
  }

  /** Whether nothing is left of the application; known where it was read for a Remove. */
  public boolean isGone() {
    return live == null && remaining.isEmpty();
  }

  /**
   * Whether somebody else's Deployment may be in the place of one that the command wrote. A Deploy
   * that has not even written its release was not replaced: the foreign one was there before.
   */
  public boolean isReplaced(ReceivedCommand received) {
    boolean unwritten =
        received.command() instanceof Deploy && releases.createdBy(received.id()).isEmpty();
    return foreign != null && !unwritten;
  }

  /** Why nothing can be written: the namespace or the application is being deleted. */
  Optional<Violation> terminating() {
    return Optional.ofNullable(namespaceTerminating)
        .or(() -> TerminatingObject.violation(live == null ? null : live.deployment()));
  }

  /** The release that runs; null where it is not kept, or nothing is deployed. */
  public @Nullable Release current() {
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
