/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.events.AppRef;
import io.berth.events.command.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The topic of commands, with one partition for each application, and its committed offsets. */
final class CommandLog {

  private final Map<AppRef, List<ReceivedCommand>> partitions = new LinkedHashMap<>();
  private final Map<AppRef, Integer> committed = new HashMap<>();
  private final Map<String, ReceivedCommand> first = new LinkedHashMap<>();

  void send(String id, Command command, Instant at) {
    AppRef subject = command.subject();
    List<ReceivedCommand> partition = partitions.computeIfAbsent(subject, _ -> new ArrayList<>());
    int number = List.copyOf(partitions.keySet()).indexOf(subject);
    ReceivedCommand record =
        new ReceivedCommand(
            id, command, at, new RecordPosition("berth.commands", number, partition.size(), "t"));
    partition.add(record);
    first.putIfAbsent(id, record);
  }

  List<ReceivedCommand> records(AppRef subject) {
    return partitions.getOrDefault(subject, List.of());
  }

  /** All records, in order for each partition. */
  List<ReceivedCommand> records() {
    return partitions.values().stream().flatMap(List::stream).toList();
  }

  Collection<AppRef> subjects() {
    return List.copyOf(partitions.keySet());
  }

  int committed(AppRef subject) {
    return committed.getOrDefault(subject, 0);
  }

  void commit(AppRef subject, int offset) {
    committed.merge(subject, offset, Math::max);
  }

  /** The first record of a command. */
  Optional<ReceivedCommand> first(String id) {
    return Optional.ofNullable(first.get(id));
  }

  /** The first records of all commands. */
  Collection<ReceivedCommand> commands() {
    return first.values();
  }
}
