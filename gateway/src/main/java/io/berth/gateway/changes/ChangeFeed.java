/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.changes;

import io.berth.events.kafka.EventJson;
import io.berth.gateway.view.MaterializedView.ViewChange;
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
 * Publishes changes to its subscribers, and keeps the latest for clients that reconnect. A
 * subscriber that cannot keep up is disconnected and reconnects; nobody waits for it. Thread-safe.
 */
public final class ChangeFeed implements Consumer<ViewChange> {

  private static final int HISTORY = 1000;
  private static final int QUEUE_CAPACITY = 500;

  /**
   * A server-sent event.
   *
   * @param id its id, for {@code Last-ServerSentEvent-ID}
   * @param kind its event type
   * @param data JSON
   */
  public record ServerSentEvent(String id, String kind, String data) {}

  /** A subscription; to be closed by the subscriber. */
  public final class Subscription implements AutoCloseable {
    private final BlockingQueue<ServerSentEvent> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private volatile boolean isBehind;

    /** The next event; null if there is none within the time. */
    public @Nullable ServerSentEvent next(long millis) throws InterruptedException {
      return queue.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether the subscriber could not keep up and has missed an event. */
    public boolean isBehind() {
      return isBehind;
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }

  /** Part of every id: ids of another run of the gateway are unknown to this one. */
  private final String run = UUID.randomUUID().toString().substring(0, 8);

  private final Deque<ServerSentEvent> kept = new ArrayDeque<>();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private long sequence;
  private volatile boolean closed;

  @Override
  public synchronized void accept(ViewChange change) {
    ServerSentEvent event =
        new ServerSentEvent(
            run + "-" + ++sequence,
            change.kind(),
            EventJson.mapper().writeValueAsString(change.body()));
    kept.addLast(event);
    if (kept.size() > HISTORY) {
      kept.removeFirst();
    }
    for (Subscription subscription : subscriptions) {
      if (!subscription.queue.offer(event)) {
        subscription.isBehind = true;
      }
    }
  }

  /**
   * Subscribes, resuming after an event received before. If that is not in the history, the first
   * event is {@code reset}: the client has to read everything again.
   *
   * @param lastSeen the id of the last event received; null for a new client
   */
  public synchronized Subscription subscribe(@Nullable String lastSeen) {
    Subscription subscription = new Subscription();
    if (lastSeen != null) {
      List<ServerSentEvent> missed = since(lastSeen);
      if (missed == null || missed.size() >= QUEUE_CAPACITY) {
        subscription.queue.add(new ServerSentEvent(run + "-" + sequence, "reset", "{}"));
      } else {
        subscription.queue.addAll(missed);
      }
    } else {
      subscription.queue.add(new ServerSentEvent(run + "-" + sequence, "hello", "{}"));
    }
    subscriptions.add(subscription);
    return subscription;
  }

  private @Nullable List<ServerSentEvent> since(String lastSeen) {
    if (lastSeen.equals(run + "-" + sequence)) {
      return List.of();
    }
    List<ServerSentEvent> after = new ArrayList<>();
    boolean found = lastSeen.equals(run + "-" + (sequence - kept.size()));
    for (ServerSentEvent event : kept) {
      if (found) {
        after.add(event);
      }
      found = found || event.id().equals(lastSeen);
    }
    return found ? after : null;
  }

  /** Ends every subscription; clients reconnect to another instance. */
  public synchronized void close() {
    closed = true;
    subscriptions.forEach(
        subscription ->
            subscription.queue.offer(new ServerSentEvent(run + "-" + sequence, "bye", "{}")));
  }

  public boolean isClosed() {
    return closed;
  }

  /** The number of subscribers. */
  public int subscribers() {
    return subscriptions.size();
  }
}
