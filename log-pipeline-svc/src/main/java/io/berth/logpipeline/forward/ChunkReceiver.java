/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.accounting.Tally;
import io.berth.logpipeline.intake.RawStore;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes frames of all connections: read, redact, store; says what is to be answered. */
public final class ChunkReceiver {

  /**
   * The end of a frame that was dealt with.
   *
   * @param ack what to answer; null where the client wants no answer
   * @param name of the chunk, for {@link RecentChunks}
   */
  record Done(byte @Nullable [] ack, String name) {}

  private static final Done SILENT = new Done(null, "");

  private final RawStore store;
  private final Tally tally;
  private final ForwardLimits limits;
  private final Clock clock;
  private final RecentChunks recent = new RecentChunks();
  private final PoisonChunks poison = new PoisonChunks();

  public ChunkReceiver(RawStore store, Tally tally, ForwardLimits limits, Clock clock) {
    this.store = store;
    this.tally = tally;
    this.limits = limits;
    this.clock = clock;
  }

  ForwardLimits limits() {
    return limits;
  }

  RecentChunks recent() {
    return recent;
  }

  void refused(String reason) {
    tally.refused(reason);
  }

  ChunkEntries entries() {
    return new ChunkEntries(tally, new RawLogJson(tally), limits);
  }

  /** Deals with a frame. May wait for room; completes when everything is stored. */
  CompletableFuture<Done> accept(byte[] frame, String peer, ChunkEntries entries) {
    Chunk chunk = ChunkHead.read(frame);
    if (chunk == null) {
      return CompletableFuture.completedFuture(SILENT);
    }
    if (chunk.signal() != 0) {
      tally.refused("not-logs");
      return CompletableFuture.completedFuture(done(chunk, ""));
    }
    return chunk.id() == null
        ? store(chunk, frame, peer, entries).thenApply(nothing -> SILENT)
        : storeOnce(chunk, frame, peer, entries);
  }

  private CompletableFuture<Done> storeOnce(
      Chunk chunk, byte[] frame, String peer, ChunkEntries entries) {
    String name = chunk.nameFrom(peer);
    CompletableFuture<Void> storing = new CompletableFuture<>();
    return switch (recent.begin(name, storing, clock.instant())) {
      case RecentChunks.Known.New _ -> {
        begin(chunk, frame, peer, entries, storing);
        yield storing.thenApply(nothing -> done(chunk, name));
      }
      case RecentChunks.Known.Stored _ -> {
        tally.chunkResent();
        yield CompletableFuture.completedFuture(done(chunk, name));
      }
      case RecentChunks.Known.UnderWay before -> {
        tally.chunkResent();
        yield before.storing().thenApply(nothing -> done(chunk, name));
      }
    };
  }

  private void begin(
      Chunk chunk,
      byte[] frame,
      String peer,
      ChunkEntries entries,
      CompletableFuture<Void> storing) {
    String name = chunk.nameFrom(peer);
    try {
      keep(chunk, name, frame, peer, entries)
          .whenComplete(
              (nothing, failure) -> {
                if (failure == null) {
                  Instant now = clock.instant();
                  recent.stored(name, now, chunk.mayComeAgain(now));
                  storing.complete(null);
                } else {
                  recent.failed(name);
                  storing.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      recent.failed(name);
      storing.completeExceptionally(e);
    }
  }

  /** Stores it, or gives it up when it has failed too often to be ever read. */
  private CompletableFuture<Void> keep(
      Chunk chunk, String name, byte[] frame, String peer, ChunkEntries entries) {
    try {
      if (poison.isSuspect(name)) {
        // Nothing of it is stored again before all of it can be read.
        entries.read(chunk, frame, peer, clock.instant(), entry -> {});
      }
      CompletableFuture<Void> stored = store(chunk, frame, peer, entries);
      poison.forget(name);
      return stored;
    } catch (MalformedFrame | IndexOutOfBoundsException e) {
      String reason = "a chunk that cannot be read: " + e.getMessage();
      if (!poison.failed(name, reason)) {
        throw e;
      }
      poison.forget(name);
      tally.deadLetter("poison-chunk");
      return store.giveUp(PoisonChunks.remains(chunk, frame, reason, tally::redacted));
    }
  }

  private CompletableFuture<Void> store(
      Chunk chunk, byte[] frame, String peer, ChunkEntries entries) {
    Instant now = clock.instant();
    RawStore.Batch batch = store.begin();
    entries.read(chunk, frame, peer, now, batch::add);
    return batch.kept();
  }

  private static Done done(Chunk chunk, String name) {
    byte[] id = chunk.id();
    return id == null ? SILENT : new Done(Ack.of(id), name);
  }
}
