/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.stream;

import io.berth.events.kafka.EventJson;
import io.berth.gateway.board.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes changes on to everybody who watches, and keeps the latest for those who come back. A
 * watcher who cannot keep up is let go and comes back; nobody waits for him. Safe for use by
 * several threads.
 */
public final class ChangeFeed implements Consumer<Change> {

  private static final int KEPT = 1000;
  private static final int QUEUE = 500;

  /**
   * A server-sent event.
   *
   * @param id names it for those who come back
   * @param kind its event type
   * @param data JSON
   */
  public record Event(String id, String kind, String data) {}

  /** Somebody who watches; to be closed when he goes. */
  public final class Watcher implements AutoCloseable {
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE);
    private volatile boolean behind;

    /** The next event; null when there was none for so long. */
    public @Nullable Event next(long millis) throws InterruptedException {
      return queue.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether he could not keep up and has missed something. */
    public boolean behind() {
      return behind;
    }

    @Override
    public void close() {
      watchers.remove(this);
    }
  }

  /** Ids of another run of the gateway mean nothing to this one. */
  private final String run = UUID.randomUUID().toString().substring(0, 8);

  private final Deque<Event> kept = new ArrayDeque<>();
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private long sequence;
  private volatile boolean closed;

  @Override
  public synchronized void accept(Change change) {
    Event event =
        new Event(
            run + "-" + ++sequence,
            change.kind(),
            EventJson.mapper().writeValueAsString(change.body()));
    kept.addLast(event);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
    for (Watcher watcher : watchers) {
      if (!watcher.queue.offer(event)) {
        watcher.behind = true;
      }
    }
  }

  /**
   * Begins to watch, after an event seen before. When that is not known here any more, the first
   * event is {@code reset}: read everything anew.
   *
   * @param lastSeen the id of the last event seen; null for somebody who comes first
   */
  public synchronized Watcher watch(@Nullable String lastSeen) {
    Watcher watcher = new Watcher();
    if (lastSeen != null) {
      List<Event> missed = since(lastSeen);
      if (missed == null || missed.size() >= QUEUE) {
        watcher.queue.add(new Event(run + "-" + sequence, "reset", "{}"));
      } else {
        watcher.queue.addAll(missed);
      }
    } else {
      watcher.queue.add(new Event(run + "-" + sequence, "hello", "{}"));
    }
    watchers.add(watcher);
    return watcher;
  }

  private @Nullable List<Event> since(String lastSeen) {
    if (lastSeen.equals(run + "-" + sequence)) {
      return List.of();
    }
    List<Event> after = new ArrayList<>();
    boolean found = lastSeen.equals(run + "-" + (sequence - kept.size()));
    for (Event event : kept) {
      if (found) {
        after.add(event);
      }
      found = found || event.id().equals(lastSeen);
    }
    return found ? after : null;
  }

  /** Lets everybody go; they come back to the gateway that takes over. */
  public synchronized void close() {
    closed = true;
    watchers.forEach(watcher -> watcher.queue.offer(new Event(run + "-" + sequence, "bye", "{}")));
  }

  public boolean closed() {
    return closed;
  }

  /** How many watch. */
  public int watching() {
    return watchers.size();
  }
}
