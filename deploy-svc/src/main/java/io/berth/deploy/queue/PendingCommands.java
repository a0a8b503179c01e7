/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.AppRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Commands consumed but not completed, in order per application, with their deadlines. */
public final class PendingCommands {

  private final PartitionOwnership ownership;
  private final Map<AppRef, List<ReceivedCommand>> byApp = new HashMap<>();
  private final Map<String, List<ReceivedCommand>> byId = new HashMap<>();

  public PendingCommands(PartitionOwnership ownership) {
    this.ownership = ownership;
  }

  /**
   * @throws PartitionLostException where this instance no longer owns the command
   */
  public void requireOwned(ReceivedCommand received) {
    ownership.requireHeld(received.position().toString());
  }

  public synchronized void add(ReceivedCommand received) {
    byApp.computeIfAbsent(received.command().subject(), _ -> new ArrayList<>()).add(received);
    byId.computeIfAbsent(received.id(), _ -> new ArrayList<>()).add(received);
  }

  /** The command is completed, or its partition was lost. */
  public synchronized void remove(ReceivedCommand received) {
    remove(byApp, received.command().subject(), received);
    remove(byId, received.id(), received);
  }

  private static <K> void remove(
      Map<K, List<ReceivedCommand>> lists, K key, ReceivedCommand received) {
    lists.computeIfPresent(
        key,
        (_, waiting) -> {
          waiting.remove(received);
          return waiting.isEmpty() ? null : waiting;
        });
  }

  /**
   * Whether another command has that command's id: one of another verb, or about something else.
   */
  public synchronized boolean isIdOfAnother(ReceivedCommand received) {
    return byId.getOrDefault(received.id(), List.of()).stream()
        .map(ReceivedCommand::command)
        .anyMatch(
            other ->
                !other.verb().equals(received.command().verb())
                    || !other.subject().equals(received.command().subject()));
  }

  /**
   * The later commands of the same application, in order. A repeated id is the same command: it
   * counts where it was read first.
   */
  public synchronized List<ReceivedCommand> queuedAfter(ReceivedCommand received) {
    List<ReceivedCommand> waiting = byApp.getOrDefault(received.command().subject(), List.of());
    int own = waiting.indexOf(received);
    Set<String> before = new HashSet<>();
    before.add(received.id());
    waiting.subList(0, own + 1).forEach(each -> before.add(each.id()));
    return waiting.subList(own + 1, waiting.size()).stream()
        .filter(each -> before.add(each.id()))
        .toList();
  }

  /**
   * Commands whose deadline has passed.
   *
   * @param asOf the current time for a command of that id
   */
  public synchronized List<ReceivedCommand> expired(Function<String, Instant> asOf) {
    return byApp.values().stream()
        .flatMap(List::stream)
        .filter(received -> !asOf.apply(received.id()).isBefore(received.deadline()))
        .toList();
  }
}
