/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.AppRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commands consumed but not completed, in order per application, with their deadlines. */
public final class PendingCommands {

  private final PartitionOwnership ownership;
  private final Function<String, Instant> asOf;
  private final Map<AppRef, List<Entry>> byApp = new HashMap<>();
  private final Map<String, List<ReceivedCommand>> byId = new HashMap<>();

  /**
   * @param asOf the current time for a command of that id
   */
  public PendingCommands(PartitionOwnership ownership, Function<String, Instant> asOf) {
    this.ownership = ownership;
    this.asOf = asOf;
  }

  /**
   * @throws PartitionLostException where this instance no longer owns the command
   */
  public void requireOwned(ReceivedCommand received) {
    ownership.requireHeld(received.position().toString());
  }

  /** Whether this instance certainly owns the command. */
  public boolean holds(ReceivedCommand received) {
    return ownership.holds(received.position().toString());
  }

  public synchronized void add(ReceivedCommand received) {
    byApp
        .computeIfAbsent(received.command().subject(), _ -> new ArrayList<>())
        .add(new Entry(received, asOf.apply(received.id())));
    byId.computeIfAbsent(received.id(), _ -> new ArrayList<>()).add(received);
  }

  /** The command is completed, or its partition was lost. */
  public synchronized void remove(ReceivedCommand received) {
    byApp.computeIfPresent(
        received.command().subject(),
        (_, waiting) -> {
          waiting.stream()
              .filter(entry -> entry.command.equals(received))
              .findFirst()
              .ifPresent(waiting::remove);
          waiting.forEach(entry -> entry.previous = received);
          return waiting.isEmpty() ? null : waiting;
        });
    byId.computeIfPresent(
        received.id(),
        (_, same) -> {
          same.remove(received);
          return same.isEmpty() ? null : same;
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
    List<ReceivedCommand> waiting = waiting(received).stream().map(entry -> entry.command).toList();
    int own = waiting.indexOf(received);
    Set<String> before = new HashSet<>();
    before.add(received.id());
    waiting.subList(0, own + 1).forEach(each -> before.add(each.id()));
    return waiting.subList(own + 1, waiting.size()).stream()
        .filter(each -> before.add(each.id()))
        .toList();
  }

  /** Commands whose deadline has passed. */
  public synchronized List<ReceivedCommand> expired() {
    return byApp.values().stream()
        .flatMap(List::stream)
        .map(entry -> entry.command)
        .filter(received -> !asOf.apply(received.id()).isBefore(received.deadline()))
        .toList();
  }

  /**
   * Records what a command waits for while it is handled.
   *
   * @param activity null where it is not handled now
   */
  public synchronized void record(ReceivedCommand received, @Nullable Delay activity) {
    find(received).ifPresent(entry -> entry.activity = activity);
  }

  /** What delays a command; empty where it is not pending. */
  public synchronized Optional<Delay> delay(ReceivedCommand received) {
    return find(received).map(this::delay);
  }

  private Delay delay(Entry entry) {
    if (!entry.readAt.isBefore(entry.command.deadline())) {
      return new Delay.ReadLate(entry.readAt);
    }
    if (entry.activity != null) {
      return entry.activity;
    }
    Entry first = waiting(entry.command).getFirst();
    if (first.command.id().equals(entry.command.id())) { // itself, or an earlier record of it
      return first.activity != null
          ? first.activity
          : entry.previous == null ? new Delay.NoWorker() : new Delay.Queued(entry.previous, null);
    }
    return new Delay.Queued(
        first.command, first.activity == null ? new Delay.NoWorker() : first.activity);
  }

  private Optional<Entry> find(ReceivedCommand received) {
    return waiting(received).stream().filter(entry -> entry.command.equals(received)).findFirst();
  }

  private List<Entry> waiting(ReceivedCommand received) {
    return byApp.getOrDefault(received.command().subject(), List.of());
  }

  private static final class Entry {

    private final ReceivedCommand command;
    private final Instant readAt;
    private @Nullable Delay activity;

    /** The command that was completed last while this one waited. */
    private @Nullable ReceivedCommand previous;

    Entry(ReceivedCommand command, Instant readAt) {
      this.command = command;
      this.readAt = readAt;
    }
  }

  /** What delays a command that has no verdict yet. */
  public sealed interface Delay {

    /**
     * It was read only after its deadline.
     *
     * @param readAt when it was read
     */
    record ReadLate(Instant readAt) implements Delay {}

    /**
     * It waits for an earlier command of the same subject.
     *
     * @param earlier that command
     * @param delay what delays that one; null where it is done since
     */
    record Queued(ReceivedCommand earlier, @Nullable Delay delay) implements Delay {}

    /** No worker is free for it. */
    record NoWorker() implements Delay {}

    /** It is handled: a request to the API server is not answered yet. */
    record Request() implements Delay {}

    /**
     * It is handled: the image's registry does not answer.
     *
     * @param images the repositories of the images that it names
     */
    record Registry(String images) implements Delay {}

    /**
     * It is retried.
     *
     * @param reason why the last request failed
     * @param message the client's message
     */
    record Failed(ClusterUnavailableException.Reason reason, String message) implements Delay {

      public Failed(ClusterUnavailableException e) {
        this(e.reason(), String.valueOf(e.getMessage()));
      }
    }
  }
}
