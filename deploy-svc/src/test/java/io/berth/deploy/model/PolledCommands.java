/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PendingCommands;
import io.berth.events.AppRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records that an instance has read and not handled, from the committed offsets on. */
final class PolledCommands {

  private final CommandLog log;
  private final PendingCommands pending;
  private final Map<AppRef, Integer> position = new HashMap<>();
  private final Map<AppRef, Deque<ReceivedCommand>> queued = new HashMap<>();

  PolledCommands(CommandLog log, PendingCommands pending) {
    this.log = log;
    this.pending = pending;
  }

  void start() {
    clear();
  }

  /** Reads the next record, and as many after it. */
  void poll(AppRef subject, int ahead) {
    List<ReceivedCommand> records = log.records(subject);
    Deque<ReceivedCommand> queue = queued.computeIfAbsent(subject, _ -> new ArrayDeque<>());
    int next = position.getOrDefault(subject, log.committed(subject));
    for (; next < records.size() && queue.size() <= ahead; next++) {
      queue.add(records.get(next));
      pending.add(records.get(next));
    }
    position.put(subject, next);
  }

  @Nullable ReceivedCommand next(AppRef subject) {
    Deque<ReceivedCommand> queue = queued.get(subject);
    return queue == null ? null : queue.peek();
  }

  void done(ReceivedCommand received) {
    pending.remove(received);
    Deque<ReceivedCommand> queue = queued.get(received.command().subject());
    if (queue != null) {
      queue.remove(received);
    }
  }

  void clear() {
    queued.values().stream().flatMap(Deque::stream).forEach(pending::remove);
    queued.clear();
    position.clear();
  }
}
