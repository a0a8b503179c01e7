/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.monitor.startup.DeploymentStart;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The replicas and the roll-out of a Deployment.
 *
 * @param wanted {@code spec.replicas}
 * @param available {@code status.availableReplicas}
 * @param updated {@code status.updatedReplicas}
 * @param running whether a roll-out is under way
 * @param deadlineExceeded condition Progressing is False for ProgressDeadlineExceeded
 * @param since when the condition Progressing last changed
 * @param message of that condition
 * @param start null in observations of versions that did not record it
 */
public record RolloutSnapshot(
    int wanted,
    int available,
    int updated,
    boolean running,
    boolean deadlineExceeded,
    @Nullable Instant since,
    @Nullable String message,
    @Nullable DeploymentStart start) {

  /** Whether its status is about the current generation. */
  public boolean current() {
    return start == null || start.current();
  }
}
