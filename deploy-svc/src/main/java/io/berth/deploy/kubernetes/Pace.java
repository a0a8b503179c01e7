/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.events.AppRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Whose turn it is to ask the API server what is wrong: an application at most once in a while, and
 * all of them together at most so often, in the order in which they came. A whole cluster in
 * trouble asks no more than this; each of its applications is answered later.
 */
final class Pace {

  /** Between two turns of one application. */
  static final Duration OF_ONE = Duration.ofSeconds(2);

  /** Between any two turns. */
  static final Duration OF_ALL = Duration.ofMillis(50);

  /** More than one cluster has; the ones that nobody asked for longest lose their place. */
  private static final int MOST_APPS = 10_000;

  private final LongSupplier nanos;
  private final Map<AppRef, Place> places =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AppRef, Place> eldest) {
          return size() > MOST_APPS;
        }
      };
  private long free;

  /** A turn that is to come, or one that was taken. */
  private record Place(long at, boolean taken) {}

  /**
   * @param nanos a clock that only ever goes on
   */
  Pace(LongSupplier nanos) {
    this.nanos = nanos;
    this.free = nanos.getAsLong();
  }

  /** Whether it is this one's turn now; it is taken then. */
  synchronized boolean turn(AppRef app) {
    long now = nanos.getAsLong();
    Place place = places.get(app);
    if (place != null && place.taken() && now - place.at() < OF_ONE.toNanos()) {
      return false;
    }
    long at = place == null || place.taken() ? next(now) : place.at();
    boolean due = now - at >= 0;
    places.put(app, new Place(due ? now : at, due));
    return due;
  }

  private long next(long now) {
    long at = free - now > 0 ? free : now;
    free = at + OF_ALL.toNanos();
    return at;
  }
}
