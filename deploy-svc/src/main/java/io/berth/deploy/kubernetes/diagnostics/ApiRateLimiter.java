/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import io.berth.events.AppRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits diagnostic requests to the API server: per application and overall, first come, first
 * served. A whole cluster of failing applications causes no more requests than this; each gets its
 * answer later.
 */
final class ApiRateLimiter {

  /** Between two requests of one application. */
  static final Duration PER_APP = Duration.ofSeconds(2);

  /** Between any two requests. */
  static final Duration BETWEEN_CALLS = Duration.ofMillis(50);

  /** More than one cluster has; the least recently used entries are evicted. */
  private static final int MAX_APPS = 10_000;

  private final LongSupplier nanos;
  private final Map<AppRef, Slot> slots =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AppRef, Slot> eldest) {
          return size() > MAX_APPS;
        }
      };
  private long free;

  /** A reserved or used slot. */
  private record Slot(long at, boolean taken) {}

  /**
   * @param nanos a monotonic clock
   */
  ApiRateLimiter(LongSupplier nanos) {
    this.nanos = nanos;
    this.free = nanos.getAsLong();
  }

  /** Whether the application may send a request now; if so, its slot is used. */
  synchronized boolean tryAcquire(AppRef app) {
    long now = nanos.getAsLong();
    Slot slot = slots.get(app);
    if (slot != null && slot.taken() && now - slot.at() < PER_APP.toNanos()) {
      return false;
    }
    long at = slot == null || slot.taken() ? next(now) : slot.at();
    boolean due = now - at >= 0;
    slots.put(app, new Slot(due ? now : at, due));
    return due;
  }

  private long next(long now) {
    long at = free - now > 0 ? free : now;
    free = at + BETWEEN_CALLS.toNanos();
    return at;
  }
}
