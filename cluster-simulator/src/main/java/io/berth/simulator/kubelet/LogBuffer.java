/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The last lines of one container's run, and who follows them. */
public final class LogBuffer {

  /** One line of standard output or error. */
  public record Line(Instant at, String stream, String text) {}

  private static final int KEPT = 2000;

  private final Deque<Line> lines = new ArrayDeque<>();
  private final List<Consumer<Line>> followers = new ArrayList<>();
  private final List<Runnable> endings = new ArrayList<>();
  private final Consumer<Line> tap;
  private boolean ended;

  /**
   * @param tap sees every line first
   */
  LogBuffer(Consumer<Line> tap) {
    this.tap = tap;
  }

  public synchronized void add(Line line) {
    tap.accept(line);
    lines.add(line);
    if (lines.size() > KEPT) {
      lines.remove();
    }
    followers.forEach(f -> f.accept(line));
  }

  public synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  /** Passes every new line to the follower, and calls it back when the log ends. */
  public synchronized AutoCloseable follow(Consumer<Line> follower, Runnable ending) {
    if (ended) {
      ending.run();
      return () -> {};
    }
    followers.add(follower);
    endings.add(ending);
    return () -> forget(follower, ending);
  }

  private synchronized void forget(Consumer<Line> follower, Runnable ending) {
    followers.remove(follower);
    endings.remove(ending);
  }

  public void end() {
    List<Runnable> told;
    synchronized (this) {
      ended = true;
      followers.clear();
      told = new ArrayList<>(endings);
      endings.clear();
    }
    told.forEach(Runnable::run);
  }
}
