/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container's status.
 *
 * @param name its name
 * @param restarts {@code restartCount}
 * @param ready whether it is ready
 * @param containerId the runtime's id; null before it was created
 * @param waitingReason why it waits; null while it does not
 * @param waitingMessage what is said about that
 * @param runningSince when it started; null while it does not run
 * @param ended how the current run ended; null while it did not
 * @param lastEnded how the run before ended; null where there was none
 */
public record ContainerSeen(
    String name,
    int restarts,
    boolean ready,
    @Nullable String containerId,
    @Nullable String waitingReason,
    @Nullable String waitingMessage,
    @Nullable Instant runningSince,
    @Nullable Ended ended,
    @Nullable Ended lastEnded) {

  /**
   * The end of a container.
   *
   * @param reason such as {@code OOMKilled}
   * @param exitCode of its first process
   * @param finishedAt when
   * @param containerId which
   */
  public record Ended(
      String reason, int exitCode, @Nullable Instant finishedAt, @Nullable String containerId) {}

  /** The last end that is known. */
  @Nullable Ended end() {
    return ended != null ? ended : lastEnded;
  }

  boolean waitsFor(String reason) {
    return reason.equals(waitingReason);
  }
}
