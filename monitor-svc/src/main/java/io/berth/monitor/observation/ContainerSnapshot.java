/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of a container.
 *
 * @param name its name
 * @param restarts {@code restartCount}
 * @param ready whether it is ready
 * @param containerId the runtime's id; null before its creation
 * @param waitingReason null while it does not wait
 * @param waitingMessage null where there is none
 * @param runningSince null while it does not run
 * @param ended termination of the current run; null while it runs
 * @param lastEnded termination of the previous run; null where there was none
 */
public record ContainerSnapshot(
    String name,
    int restarts,
    boolean ready,
    @Nullable String containerId,
    @Nullable String waitingReason,
    @Nullable String waitingMessage,
    @Nullable Instant runningSince,
    @Nullable Termination ended,
    @Nullable Termination lastEnded) {

  /**
   * The termination of a container.
   *
   * @param reason such as {@code OOMKilled}
   * @param exitCode of its first process
   * @param finishedAt null where unknown
   * @param containerId of the terminated run
   */
  public record Termination(
      String reason, int exitCode, @Nullable Instant finishedAt, @Nullable String containerId) {}
}
