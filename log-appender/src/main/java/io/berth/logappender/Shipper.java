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
 * daemon thread. A line that finds no room is dropped and counted; when lines get through again,
 * one line says how many were dropped.
 */
final class Shipper {

  private static final long PAUSE_MILLIS = 50;

  private record Line(Instant time, Map<String, Object> fields, long weight) {}

  private final LinkedBlockingQueue<Line> queue = new LinkedBlockingQueue<>();
  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong reported = new AtomicLong();
  private final long capacity;
  private final Supplier<Carrier> connect;
  private final Function<Long, Map<String, Object>> report;
  private final Thread thread;
  private volatile long endsAt = Long.MAX_VALUE;

  /**
   * @param capacity bytes that may wait here
   * @param connect makes the carrier, once, on the shipper's own thread: that may take time
   * @param report the fields of the line that says how many were dropped
   */
  Shipper(long capacity, Supplier<Carrier> connect, Function<Long, Map<String, Object>> report) {
    this.capacity = capacity;
    this.connect = connect;
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
      queue.add(new Line(time, fields, weight));
    }
  }

  /** Lines that were dropped so far. */
  long dropped() {
    return dropped.get();
  }

  /** Sends what waits here, for no longer than this, and ends. */
  void stop(long millis) throws InterruptedException {
    endsAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    thread.join(millis);
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }

  private void run() {
    try (Carrier carrier = connect.get()) {
      while (System.nanoTime() < endsAt) {
        Line line = queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (line != null) {
          carry(carrier, line);
          reportDropped(carrier);
        } else if (endsAt != Long.MAX_VALUE) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      dropped.addAndGet(queue.size());
    }
  }

  private void carry(Carrier carrier, Line line) throws InterruptedException {
    while (!taken(carrier, line.time(), line.fields())) {
      if (System.nanoTime() >= endsAt) {
        dropped.incrementAndGet();
        break;
      }
      // The carrier is full. Lines wait in the queue now, and what does not fit there is dropped.
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    queued.addAndGet(-line.weight());
  }

  private void reportDropped(Carrier carrier) {
    long now = dropped.get();
    long unreported = now - reported.get();
    if (unreported > 0 && taken(carrier, Instant.now(), report.apply(unreported))) {
      reported.set(now);
    }
  }

  private static boolean taken(Carrier carrier, Instant time, Map<String, Object> fields) {
    try {
      carrier.emit(time, fields);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
