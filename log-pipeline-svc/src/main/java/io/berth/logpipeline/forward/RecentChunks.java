/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Remembers stored chunks until it is known that their client received the acknowledgement. When
 * such a chunk is resent it is acknowledged and not stored twice.
 *
 * <p>Chunks whose acknowledgement arrived are forgotten: Fluent Bit's ids are hashes of the
 * content, so an equal id may be an equal but new chunk. Chunks of Go's logger, see {@link
 * Chunk#mayComeAgain}, are remembered all the same.
 */
final class RecentChunks {

  private static final int MAX_ENTRIES = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Map<String, CompletableFuture<Void>> underWay = new HashMap<>();
  private final Map<String, StoredChunk> unacknowledged = new LinkedHashMap<>();

  /**
   * @param always whether it may be resent although its acknowledgement arrived
   */
  private record StoredChunk(Instant since, boolean always) {}

  /** What a chunk is. */
  sealed interface ChunkState {
    /** Unknown: store it. */
    record New() implements ChunkState {}

    /** Stored, but not known to be acknowledged. */
    record Stored() implements ChunkState {}

    /** Being stored for an earlier connection: wait for that. */
    record InProgress(CompletableFuture<Void> storing) implements ChunkState {}
  }

  /** Looks a chunk up, and notes that it is being stored if it is new. */
  synchronized ChunkState begin(String name, CompletableFuture<Void> storing, Instant now) {
    forget(now);
    CompletableFuture<Void> before = underWay.get(name);
    if (before != null) {
      return new ChunkState.InProgress(before);
    }
    if (unacknowledged.containsKey(name)) {
      return new ChunkState.Stored();
    }
    underWay.put(name, storing);
    return new ChunkState.New();
  }

  /** The chunk is stored: it may be resent until its acknowledgement is known to have arrived. */
  synchronized void stored(String name, Instant now, boolean always) {
    underWay.remove(name);
    unacknowledged.put(name, new StoredChunk(now, always));
  }

  synchronized void failed(String name) {
    underWay.remove(name);
  }

  /** The client has the acknowledgement: it sent more, or closed the connection normally. */
  synchronized void acknowledged(String name) {
    unacknowledged.computeIfPresent(name, (_, kept) -> kept.always() ? kept : null);
  }

  private void forget(Instant now) {
    Iterator<StoredChunk> all = unacknowledged.values().iterator();
    Instant oldest = now.minus(KEPT);
    while (all.hasNext()
        && (all.next().since().isBefore(oldest) || unacknowledged.size() > MAX_ENTRIES)) {
      all.remove();
    }
  }
}
