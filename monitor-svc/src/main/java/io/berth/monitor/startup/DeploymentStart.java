/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.startup;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a Deployment that concern its start.
 *
 * @param uid of the object; a recreated one of the same name has another
 * @param generation {@code metadata.generation}: increases only when the spec changes
 * @param observedGeneration the generation of its status
 * @param revision of the pod template, as counted by the deployment controller
 * @param unavailableSince since when its condition Available is False, or its creation where it has
 *     no such condition yet; by the API server's clock
 * @param mayStopAll whether a roll-out may remove all replicas before new ones are available
 * @param progressDeadline {@code spec.progressDeadlineSeconds}
 */
public record DeploymentStart(
    String uid,
    long generation,
    long observedGeneration,
    String revision,
    @Nullable Instant unavailableSince,
    boolean mayStopAll,
    Duration progressDeadline) {

  /** Kubernetes' default; also used for owners without such a deadline. */
  public static final Duration DEFAULT_PROGRESS_DEADLINE = Duration.ofMinutes(10);

  /** Whether its status is about the current generation. */
  public boolean current() {
    return observedGeneration >= generation;
  }
}
