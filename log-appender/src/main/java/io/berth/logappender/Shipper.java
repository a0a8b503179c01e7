/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stands between the threads that log and the {@link Carrier}: a queue bounded in bytes, and one
 * daemon thread. Lines that the carrier has no room for go into the {@link Backlog}, and all that
 * follow behind them, until it is empty again. A line that finds no room anywhere is dropped and
 * counted; when lines get through again, one line says how many were dropped.
 */
final class Shipper {

  private static final long PAUSE_MILLIS = 50;

  /** The longest that keeping the rest may take, at the end, over the time that was given. */
  private static final long KEEPING_MILLIS = 10_000;

  /** Lines that are sent from the backlog before the queue is looked at again. */
  private static final int AT_ONCE = 100;

  private record Waiting(Line line, long weight) {}

  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong reported = new AtomicLong();
  private final long capacity;
  private final Function<Backlog, Carrier> connect;
  private final Supplier<Backlog> keep;
  private final Function<Long, Map<String, Object>> report;
  private final Thread thread;
  private volatile long endsAt = Long.MAX_VALUE;
  private volatile long keepingMillis;

  /**
   * @param capacity bytes that may wait here
   * @param connect makes the carrier, once, on the shipper's own thread: that may take time
   * @param keep opens the backlog, once, on the same thread
   * @param report the fields of the line that says how many were dropped
   */
  Shipper(
      long capacity,
      Function<Backlog, Carrier> connect,
      Supplier<Backlog> keep,
      Function<Long, Map<String, Object>> report) {
    this.capacity = capacity;
    this.connect = connect;
    this.keep = keep;
    this.report = report;
    this.thread = new Thread(this::run, "berth-log-shipper");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes a line or drops it, at once. */
  void offer(Instant time, Map<String, Object> fields) {
    long weight = Fields.weightOf(fields);
    if (queued.addAndGet(weight) > capacity || endsAt != Long.MAX_VALUE) {
      queued.addAndGet(-weight);
      dropped.incrementAndGet();
    } else {
      queue.add(new Waiting(new Line(time, fields), weight));
    }
  }

  /** Lines that were dropped so far. */
  long dropped() {
    return dropped.get();
  }

  /** About how many bytes wait in memory. */
  long waiting() {
    return queued.get();
  }

  /** Sends what waits here, for about no longer than this, keeps the rest, and ends. */
  void stop(long millis) throws InterruptedException {
    endsAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    thread.join(millis + keepingMillis);
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }

  private void run() {
    try (Backlog backlog = keep.get();
        Carrier carrier = connect.apply(backlog)) {
      keepingMillis = backlog == Backlog.NONE ? 0 : KEEPING_MILLIS;
      try {
        ship(carrier, backlog);
      } finally {
        end(backlog);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      dropped.addAndGet(queue.size());
    }
  }

  private void ship(Carrier carrier, Backlog backlog) throws InterruptedException {
    boolean moving = false;
    while (!isOver()) {
      Waiting next = queue.poll(moving ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      if (next != null) {
        forward(next.line(), carrier, backlog);
        queued.addAndGet(-next.weight());
      } else if (endsAt != Long.MAX_VALUE) {
        return;
      }
      moving = catchUp(carrier, backlog);
    }
  }

  private void forward(Line line, Carrier carrier, Backlog backlog) throws InterruptedException {
    while (!(backlog.first() == null && taken(carrier, line)) && !backlog.add(line)) {
      if (isOver()) {
        dropped.incrementAndGet();
        return;
      }
      // No room but in the queue. Lines wait there now, and what does not fit there is dropped.
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      catchUp(carrier, backlog);
    }
  }

  /** Sends what was kept, as far as it gets; true where it got somewhere and there is more. */
  private boolean catchUp(Carrier carrier, Backlog backlog) {
    reportDropped(carrier, backlog);
    for (int i = 0; i < AT_ONCE; i++) {
      Line line = backlog.first();
      if (line == null || !taken(carrier, line)) {
        return false;
      }
      backlog.removeFirst();
    }
    return true;
  }

  /** What could not be sent in time is kept, and so is how much was dropped. */
  private void end(Backlog backlog) {
    Waiting left;
    while ((left = queue.poll()) != null) {
      if (!backlog.add(left.line())) {
        dropped.incrementAndGet();
      }
    }
    long unreported = dropped.get() - reported.get();
    if (unreported > 0) {
      backlog.addAnyway(new Line(Instant.now(), report.apply(unreported)));
    }
  }

  private boolean isOver() {
    return System.nanoTime() >= endsAt;
  }

  private void reportDropped(Carrier carrier, Backlog backlog) {
    long now = dropped.get();
    long unreported = now - reported.get();
    if (unreported > 0 && queued.get() < capacity / 2 && backlog.first() == null) {
      if (taken(carrier, new Line(Instant.now(), report.apply(unreported)))) {
        reported.set(now);
      }
    }
  }

  private static boolean taken(Carrier carrier, Line line) {
    try {
      carrier.emit(line.time(), line.fields());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
