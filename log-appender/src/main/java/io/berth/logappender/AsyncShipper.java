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
 * Connects the threads that log with the {@link EventSender}: a queue bounded in bytes and one
 * daemon thread. Events that the sender has no room for go to the {@link SpillQueue}, and so do all
 * later ones until it is empty again. An event that finds no room anywhere is dropped and counted;
 * once events can be sent again, one event reports how many were dropped.
 */
final class AsyncShipper {

  private static final long PAUSE_MILLIS = 50;

  /** The additional time for spilling the rest at the end. */
  private static final long SPILL_MILLIS = 10_000;

  /** Events sent from the spill queue before the memory queue is polled again. */
  private static final int AT_ONCE = 100;

  private record QueuedEvent(ShippedEvent event, long weight) {}

  private final LinkedBlockingQueue<QueuedEvent> queue = new LinkedBlockingQueue<>();
  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong reported = new AtomicLong();
  private final long capacity;
  private final Function<SpillQueue, EventSender> connect;
  private final Supplier<SpillQueue> keep;
  private final Function<Long, Map<String, Object>> report;
  private final Thread thread;
  private volatile long endsAt = Long.MAX_VALUE;
  private volatile long spillMillis;

  /**
   * @param capacity the capacity of the memory queue in bytes
   * @param connect creates the sender, once, on the shipper's own thread: that may take time
   * @param keep opens the spill queue, once, on the same thread
   * @param report the fields of the event that reports how many were dropped
   */
  AsyncShipper(
      long capacity,
      Function<SpillQueue, EventSender> connect,
      Supplier<SpillQueue> keep,
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

  /** Queues an event or drops it, without blocking. */
  void offer(Instant time, Map<String, Object> fields) {
    long weight = EcsFields.weightOf(fields);
    if (queued.addAndGet(weight) > capacity || endsAt != Long.MAX_VALUE) {
      queued.addAndGet(-weight);
      dropped.incrementAndGet();
    } else {
      queue.add(new QueuedEvent(new ShippedEvent(time, fields), weight));
    }
  }

  /** The number of events dropped so far. */
  long dropped() {
    return dropped.get();
  }

  /** Approximate number of bytes queued in memory. */
  long waiting() {
    return queued.get();
  }

  /** Sends queued events for about the given time, spills the rest, and stops. */
  void stop(long millis) throws InterruptedException {
    endsAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    thread.join(millis + spillMillis);
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }

  private void run() {
    try (SpillQueue spillQueue = keep.get();
        EventSender sender = connect.apply(spillQueue)) {
      spillMillis = spillQueue == SpillQueue.NONE ? 0 : SPILL_MILLIS;
      try {
        ship(sender, spillQueue);
      } finally {
        end(spillQueue);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      dropped.addAndGet(queue.size());
    }
  }

  private void ship(EventSender sender, SpillQueue spillQueue) throws InterruptedException {
    boolean moving = false;
    while (!isOver()) {
      QueuedEvent next = queue.poll(moving ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      if (next != null) {
        forward(next.event(), sender, spillQueue);
        queued.addAndGet(-next.weight());
      } else if (endsAt != Long.MAX_VALUE) {
        return;
      }
      moving = catchUp(sender, spillQueue);
    }
  }

  private void forward(ShippedEvent event, EventSender sender, SpillQueue spillQueue)
      throws InterruptedException {
    while (!(spillQueue.first() == null && isSent(sender, event)) && !spillQueue.add(event)) {
      if (isOver()) {
        dropped.incrementAndGet();
        return;
      }
      // No room except in the memory queue: events wait there, and those that do not fit are
      // dropped.
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      catchUp(sender, spillQueue);
    }
  }

  /** Sends spilled events; true if all attempts succeeded and more may be left. */
  private boolean catchUp(EventSender sender, SpillQueue spillQueue) {
    reportDropped(sender, spillQueue);
    for (int i = 0; i < AT_ONCE; i++) {
      ShippedEvent event = spillQueue.first();
      if (event == null || !isSent(sender, event)) {
        return false;
      }
      spillQueue.removeFirst();
    }
    return true;
  }

  /** Spills events that could not be sent in time, and the number of dropped ones. */
  private void end(SpillQueue spillQueue) {
    QueuedEvent left;
    while ((left = queue.poll()) != null) {
      if (!spillQueue.add(left.event())) {
        dropped.incrementAndGet();
      }
    }
    long unreported = dropped.get() - reported.get();
    if (unreported > 0) {
      spillQueue.addUnbounded(new ShippedEvent(Instant.now(), report.apply(unreported)));
    }
  }

  private boolean isOver() {
    return System.nanoTime() >= endsAt;
  }

  private void reportDropped(EventSender sender, SpillQueue spillQueue) {
    long now = dropped.get();
    long unreported = now - reported.get();
    if (unreported > 0 && queued.get() < capacity / 2 && spillQueue.first() == null) {
      if (isSent(sender, new ShippedEvent(Instant.now(), report.apply(unreported)))) {
        reported.set(now);
      }
    }
  }

  private static boolean isSent(EventSender sender, ShippedEvent event) {
    try {
      sender.emit(event.time(), event.fields());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
