/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment says of its replicas.
 *
 * @param wanted {@code spec.replicas}
 * @param available {@code status.availableReplicas}
 * @param updated {@code status.updatedReplicas}
 * @param running whether a roll-out is under way
 * @param deadlineExceeded condition Progressing is False for ProgressDeadlineExceeded
 * @param since when the condition Progressing last changed
 * @param message what that condition says
 */
public record RolloutSeen(
    int wanted,
    int available,
    int updated,
    boolean running,
    boolean deadlineExceeded,
    @Nullable Instant since,
    @Nullable String message) {}
