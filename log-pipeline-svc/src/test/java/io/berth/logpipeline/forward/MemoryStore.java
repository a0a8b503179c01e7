/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.events.kafka.EventJson;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.intake.RawEntry;
import io.berth.logpipeline.intake.RawStore;
import io.berth.logpipeline.intake.Remains;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps raw records in memory, when it is told to. */
final class MemoryStore implements RawStore {

  final List<RawEntry> entries = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<Void>> held = new CopyOnWriteArrayList<>();
  volatile boolean hold;
  volatile boolean fail;

  final List<Remains> givenUp = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<Void> giveUp(Remains remains) {
    givenUp.add(remains);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Batch begin() {
    List<RawEntry> mine = new ArrayList<>();
    return new Batch() {
      @Override
      public void add(RawEntry entry) {
        mine.add(entry);
      }

      @Override
      public CompletableFuture<Void> kept() {
        if (fail) {
          return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        entries.addAll(mine);
        CompletableFuture<Void> kept = new CompletableFuture<>();
        held.add(kept);
        if (!hold) {
          kept.complete(null);
        }
        return kept;
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
