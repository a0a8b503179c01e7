/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The wall clock, and beside it the time of each command that is under way: what the wall clock
 * said when this instance first heard of the command, and what has passed since. A wall clock that
 * is set in the middle ends no deadline and no bake time early, and holds none up.
 */
public final class SteadyTime implements InstantSource {

  /** Far more than are ever under way; the ones that nobody asked for longest are forgotten. */
  private static final int MOST = 10_000;

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Map<String, Begun> begun =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Begun> eldest) {
          return size() > MOST;
        }
      };

  private record Begun(Instant at, long nanos) {}

  /**
   * @param nanos a clock that only ever goes on
   */
  public SteadyTime(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
  }

  @Override
  public Instant instant() {
    return wall.instant();
  }

  /** Now, as time passes for a command. */
  public synchronized Instant asOf(String commandId) {
    long now = nanos.getAsLong();
    Begun since = begun.computeIfAbsent(commandId, _ -> new Begun(wall.instant(), now));
    return since.at().plusNanos(now - since.nanos());
  }
}
