/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an alert changed its state.
 *
 * @param activeAt when the condition first held
 * @param firedAt when it fired
 * @param clearSince since when the condition is clear
 * @param resolvedAt when it resolved
 */
public record AlertTimes(
    @Nullable Instant activeAt,
    @Nullable Instant firedAt,
    @Nullable Instant clearSince,
    @Nullable Instant resolvedAt) {

  static final AlertTimes NONE = new AlertTimes(null, null, null, null);

  static AlertTimes active(Instant at) {
    return new AlertTimes(at, null, null, null);
  }

  /** Fires again; an alert that resolved before starts a new active period. */
  AlertTimes fired(Instant at) {
    return new AlertTimes(activeAt == null || resolvedAt != null ? at : activeAt, at, null, null);
  }

  AlertTimes resolved(Instant at) {
    return new AlertTimes(activeAt, firedAt, null, at);
  }

  AlertTimes withActiveAt(@Nullable Instant at) {
    return new AlertTimes(at, firedAt, clearSince, resolvedAt);
  }

  AlertTimes withClearSince(@Nullable Instant at) {
    return new AlertTimes(activeAt, firedAt, at, resolvedAt);
  }
}
