/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.intake.RawLogStore;
import io.berth.logpipeline.metrics.PipelineMetrics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Receives the frames of all connections: parses, redacts and stores them, and returns the
 * acknowledgement to send.
 */
public final class ChunkReceiver {

  /**
   * The result of handling a frame.
   *
   * @param ack what to answer; null where the client wants no answer
   * @param name of the chunk, for {@link RecentChunks}
   */
  record ChunkResult(byte @Nullable [] ack, String name) {}

  private static final ChunkResult SILENT = new ChunkResult(null, "");

  private final RawLogStore store;
  private final PipelineMetrics metrics;
  private final ForwardLimits limits;
  private final Clock clock;
  private final RecentChunks recent = new RecentChunks();
  private final PoisonChunkTracker poison = new PoisonChunkTracker();

  public ChunkReceiver(
      RawLogStore store, PipelineMetrics metrics, ForwardLimits limits, Clock clock) {
    this.store = store;
    this.metrics = metrics;
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
    metrics.refused(reason);
  }

  ChunkEntryReader entries() {
    return new ChunkEntryReader(metrics, limits);
  }

  /** Handles a frame. May block; completes when everything is stored. */
  CompletableFuture<ChunkResult> accept(byte[] frame, String peer, ChunkEntryReader entries) {
    Chunk chunk = ChunkHeadParser.read(frame);
    if (chunk == null) {
      return CompletableFuture.completedFuture(SILENT);
    }
    if (chunk.signal() != 0) {
      metrics.refused("not-logs");
      return CompletableFuture.completedFuture(done(chunk, ""));
    }
    return chunk.id() == null
        ? store(chunk, frame, peer, entries).thenApply(nothing -> SILENT)
        : storeOnce(chunk, frame, peer, entries);
  }

  private CompletableFuture<ChunkResult> storeOnce(
      Chunk chunk, byte[] frame, String peer, ChunkEntryReader entries) {
    String name = chunk.nameFrom(peer);
    CompletableFuture<Void> storing = new CompletableFuture<>();
    return switch (recent.begin(name, storing, clock.instant())) {
      case RecentChunks.ChunkState.New _ -> {
        begin(chunk, frame, peer, entries, storing);
        yield storing.thenApply(nothing -> done(chunk, name));
      }
      case RecentChunks.ChunkState.Stored _ -> {
        metrics.chunkResent();
        yield CompletableFuture.completedFuture(done(chunk, name));
      }
      case RecentChunks.ChunkState.InProgress before -> {
        metrics.chunkResent();
        yield before.storing().thenApply(nothing -> done(chunk, name));
      }
    };
  }

  private void begin(
      Chunk chunk,
      byte[] frame,
      String peer,
      ChunkEntryReader entries,
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
      Chunk chunk, String name, byte[] frame, String peer, ChunkEntryReader entries) {
    try {
      if (poison.isSuspect(name)) {
        // Nothing of it is stored again before all of it can be read.
        entries.read(chunk, frame, peer, clock.instant(), entry -> {});
      }
      CompletableFuture<Void> stored = store(chunk, frame, peer, entries);
      poison.remove(name);
      return stored;
    } catch (MalformedFrameException | IndexOutOfBoundsException e) {
      String reason = "a chunk that cannot be read: " + e.getMessage();
      if (!poison.failed(name, reason)) {
        throw e;
      }
      poison.remove(name);
      metrics.deadLetter("poison-chunk");
      return store.storeUnreadable(
          PoisonChunkTracker.unreadable(chunk, frame, reason, metrics::redacted));
    }
  }

  private CompletableFuture<Void> store(
      Chunk chunk, byte[] frame, String peer, ChunkEntryReader entries) {
    Instant now = clock.instant();
    RawLogStore.WriteBatch batch = store.begin();
    entries.read(chunk, frame, peer, now, batch::add);
    return batch.stored();
  }

  private static ChunkResult done(Chunk chunk, String name) {
    byte[] id = chunk.id();
    return id == null ? SILENT : new ChunkResult(ack(id), name);
  }

  /** Builds the response {@code {"ack": id}}; the id is echoed byte for byte. */
  private static byte[] ack(byte[] id) {
    ByteBuffer out = ByteBuffer.allocate(id.length + 8);
    out.put((byte) 0x81).put((byte) 0xa3).put((byte) 'a').put((byte) 'c').put((byte) 'k');
    if (id.length < 32) {
      out.put((byte) (0xa0 | id.length));
    } else if (id.length < 256) {
      out.put((byte) 0xd9).put((byte) id.length);
    } else {
      out.put((byte) 0xda).putShort((short) id.length);
    }
    out.put(id).flip();
    byte[] ack = new byte[out.remaining()];
    out.get(ack);
    return ack;
  }
}
