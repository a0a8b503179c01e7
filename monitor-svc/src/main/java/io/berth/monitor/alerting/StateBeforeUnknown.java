/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertTransition.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state that an alert returns to when its inputs are fresh again.
 *
 * @param frozen the state before its inputs went stale; null while they are fresh
 * @param frozenAt when they went stale
 */
public record StateBeforeUnknown(@Nullable State frozen, @Nullable Instant frozenAt) {

  static final StateBeforeUnknown NONE = new StateBeforeUnknown(null, null);

  State stateToRestore() {
    return frozen == null ? State.INACTIVE : frozen;
  }

  /** How long the timers stood still. */
  Duration duration(Instant until) {
    return frozenAt == null ? Duration.ZERO : Duration.between(frozenAt, until);
  }
}
