/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.intake.UnreadableInput;
import io.berth.redaction.Redactor;
import io.berth.redaction.rule.RedactionRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts how often a chunk failed for the same reason. A client resends an unacknowledged chunk
 * forever and sends nothing after it, so a chunk that can never be read must be dropped at some
 * point.
 */
final class PoisonChunkTracker {

  /** Bytes of a chunk that are kept: Kafka would not take a large one. */
  static final int MAX_KEPT_BYTES = 256 << 10;

  /** As often must a chunk fail identically. */
  static final int MAX_FAILURES = 3;

  private static final int MAX_CHUNKS = 1_000;

  private record RepeatedFailure(String reason, int times) {}

  private final Map<String, RepeatedFailure> failing =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RepeatedFailure> eldest) {
          return size() > MAX_CHUNKS;
        }
      };

  /** Whether the chunk failed before: then it is looked through before any of it is stored. */
  synchronized boolean isSuspect(String name) {
    return failing.containsKey(name);
  }

  /** Records a failure; true if the chunk has failed too often and must be dropped. */
  synchronized boolean failed(String name, String reason) {
    RepeatedFailure before = failing.get(name);
    int times = before != null && before.reason().equals(reason) ? before.times() + 1 : 1;
    failing.put(name, new RepeatedFailure(reason, times));
    return times >= MAX_FAILURES;
  }

  synchronized void remove(String name) {
    failing.remove(name);
  }

  /** What is kept of it: compressed bytes hide their secrets from us, so they are not. */
  static UnreadableInput unreadable(
      Chunk chunk, byte[] frame, String reason, Consumer<RedactionRule> redacted) {
    String tag = Redactor.redact(chunk.tag(), redacted);
    return switch (chunk.mode()) {
      case MESSAGE, FORWARD, PACKED -> {
        byte[] clean = Redactor.redactBytes(frame, redacted);
        byte[] kept = Arrays.copyOf(clean, Math.min(clean.length, MAX_KEPT_BYTES));
        String cut =
            kept.length == clean.length
                ? reason
                : reason
                    + "; the first "
                    + MAX_KEPT_BYTES
                    + " of its "
                    + frame.length
                    + " bytes are kept";
        yield new UnreadableInput(tag, kept, cut);
      }
      case GZIP, ZSTD, UNKNOWN ->
          new UnreadableInput(
              tag, new byte[0], reason + "; its " + frame.length + " bytes were compressed");
    };
  }
}
