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
 * Remembers the chunks that are stored while nobody knows whether their client learned of it. When
 * such a chunk comes again it is acknowledged and not stored twice.
 *
 * <p>Chunks whose acknowledgement went through are not remembered: Fluent Bit's ids are hashes of
 * the content, so an equal id may be an equal but new chunk. Not so those of Go's logger, see
 * {@link Chunk#mayComeAgain}: they are remembered all the same.
 */
final class RecentChunks {

  private static final int MOST = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Map<String, CompletableFuture<Void>> underWay = new HashMap<>();
  private final Map<String, Kept> unacknowledged = new LinkedHashMap<>();

  /**
   * @param always whether it may come again even when its acknowledgement went through
   */
  private record Kept(Instant since, boolean always) {}

  /** What a chunk is. */
  sealed interface Known {
    /** Never seen: store it and tell. */
    record New() implements Known {}

    /** Stored, and its client does not know. */
    record Stored() implements Known {}

    /** Just being stored for an earlier connection: wait for that. */
    record UnderWay(CompletableFuture<Void> storing) implements Known {}
  }

  /** Looks a chunk up, and notes that it is being stored if it is new. */
  synchronized Known begin(String name, CompletableFuture<Void> storing, Instant now) {
    forget(now);
    CompletableFuture<Void> before = underWay.get(name);
    if (before != null) {
      return new Known.UnderWay(before);
    }
    if (unacknowledged.containsKey(name)) {
      return new Known.Stored();
    }
    underWay.put(name, storing);
    return new Known.New();
  }

  /** It is stored: until its acknowledgement is known to be through, it may come again. */
  synchronized void stored(String name, Instant now, boolean always) {
    underWay.remove(name);
    unacknowledged.put(name, new Kept(now, always));
  }

  synchronized void failed(String name) {
    underWay.remove(name);
  }

  /** The client has the acknowledgement: it went on, or ended the connection in peace. */
  synchronized void acknowledged(String name) {
    unacknowledged.computeIfPresent(name, (_, kept) -> kept.always() ? kept : null);
  }

  private void forget(Instant now) {
    Iterator<Kept> all = unacknowledged.values().iterator();
    Instant oldest = now.minus(KEPT);
    while (all.hasNext() && (all.next().since().isBefore(oldest) || unacknowledged.size() > MOST)) {
      all.remove();
    }
  }
}
