/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits diagnostic requests to the API server: per key and overall, first come, first served. A
 * whole cluster of failing applications causes no more requests than this; each gets its answer
 * later.
 *
 * @param <K> who asks: an application, or one run of a container
 */
final class ApiRateLimiter<K> {

  /** Between two requests of one key. */
  static final Duration PER_KEY = Duration.ofSeconds(2);

  /** Between any two requests. */
  static final Duration BETWEEN_CALLS = Duration.ofMillis(50);

  /** More than one cluster has; the least recently used entries are evicted. */
  private static final int MAX_KEYS = 10_000;

  private final LongSupplier nanos;
  private final Duration perKey;
  private final Duration betweenCalls;
  private final Map<K, Slot> slots =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Slot> eldest) {
          return size() > MAX_KEYS;
        }
      };
  private long free;

  /** A reserved or used slot. */
  private record Slot(long at, boolean taken) {}

  /**
   * @param nanos a monotonic clock
   */
  ApiRateLimiter(LongSupplier nanos) {
    this(nanos, PER_KEY, BETWEEN_CALLS);
  }

  ApiRateLimiter(LongSupplier nanos, Duration perKey, Duration betweenCalls) {
    this.nanos = nanos;
    this.perKey = perKey;
    this.betweenCalls = betweenCalls;
    this.free = nanos.getAsLong();
  }

  /** Whether the key may send a request now; if so, its slot is used. */
  synchronized boolean tryAcquire(K key) {
    long now = nanos.getAsLong();
    Slot slot = slots.get(key);
    if (slot != null && slot.taken() && now - slot.at() < perKey.toNanos()) {
      return false;
    }
    long at = slot == null || slot.taken() ? next(now) : slot.at();
    boolean due = now - at >= 0;
    slots.put(key, new Slot(due ? now : at, due));
    return due;
  }

  private long next(long now) {
    long at = free - now > 0 ? free : now;
    free = at + betweenCalls.toNanos();
    return at;
  }
}
