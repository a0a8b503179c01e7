/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The wall clock, and for each command in progress a clock that does not jump: the wall time at
 * which this instance first saw the command, plus the time elapsed since. Setting the wall clock
 * ends no deadline or bake time early and delays none.
 */
public final class MonotonicClock implements InstantSource {

  /** Far more than are ever in progress; the least recently used entries are evicted. */
  private static final int MAX_COMMANDS = 10_000;

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Map<String, Start> starts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Start> eldest) {
          return size() > MAX_COMMANDS;
        }
      };

  private record Start(Instant at, long nanos) {}

  /**
   * @param nanos a monotonic clock
   */
  public MonotonicClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
  }

  @Override
  public Instant instant() {
    return wall.instant();
  }

  /** The current time for a command. */
  public synchronized Instant asOf(String commandId) {
    long now = nanos.getAsLong();
    Start since = starts.computeIfAbsent(commandId, _ -> new Start(wall.instant(), now));
    return since.at().plusNanos(now - since.nanos());
  }
}
