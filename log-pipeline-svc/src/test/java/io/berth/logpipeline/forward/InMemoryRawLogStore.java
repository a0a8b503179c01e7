/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.intake.RawEntry;
import io.berth.logpipeline.intake.RawLogStore;
import io.berth.logpipeline.intake.UnreadableInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps raw records in memory, when it is told to. */
final class InMemoryRawLogStore implements RawLogStore {

  final List<RawEntry> entries = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<Void>> held = new CopyOnWriteArrayList<>();
  volatile boolean hold;
  volatile boolean fail;

  final List<UnreadableInput> givenUp = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<Void> storeUnreadable(UnreadableInput input) {
    givenUp.add(input);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public WriteBatch begin() {
    List<RawEntry> mine = new ArrayList<>();
    return new WriteBatch() {
      @Override
      public void add(RawEntry entry) {
        mine.add(entry);
      }

      @Override
      public CompletableFuture<Void> stored() {
        if (fail) {
          return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        entries.addAll(mine);
        CompletableFuture<Void> stored = new CompletableFuture<>();
        held.add(stored);
        if (!hold) {
          stored.complete(null);
        }
        return stored;
      }
    };
  }

  List<RawLog> logs() {
    return entries.stream().map(entry -> EventJson.read(entry.json(), RawLog.class)).toList();
  }

  List<Object> messages() {
    return logs().stream().map(log -> log.fields().get("message")).toList();
  }
}
