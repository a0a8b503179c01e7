/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

import io.berth.logpipeline.intake.Remains;
import io.berth.logpipeline.redaction.Redactor;
import io.berth.logpipeline.redaction.Rule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts how often a chunk failed for the same reason. A client sends what is not acknowledged for
 * ever, and nothing behind it: a chunk that can never be read must end somewhere.
 */
final class PoisonChunks {

  /** Bytes of a chunk that are kept: Kafka would not take a large one. */
  static final int LONGEST = 256 << 10;

  /** As often must a chunk fail identically. */
  static final int ENOUGH = 3;

  private static final int MOST = 1_000;

  private record Failing(String reason, int times) {}

  private final Map<String, Failing> failing =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failing> eldest) {
          return size() > MOST;
        }
      };

  /** Whether the chunk failed before: then it is looked through before any of it is stored. */
  synchronized boolean isSuspect(String name) {
    return failing.containsKey(name);
  }

  /** Notes a failure; true where it has failed so often that it is to be given up. */
  synchronized boolean failed(String name, String reason) {
    Failing before = failing.get(name);
    int times = before != null && before.reason().equals(reason) ? before.times() + 1 : 1;
    failing.put(name, new Failing(reason, times));
    return times >= ENOUGH;
  }

  synchronized void forget(String name) {
    failing.remove(name);
  }

  /** What is kept of it: compressed bytes hide their secrets from us, so they are not. */
  static Remains remains(Chunk chunk, byte[] frame, String reason, Consumer<Rule> redacted) {
    String tag = Redactor.redact(chunk.tag(), redacted);
    return switch (chunk.mode()) {
      case MESSAGE, FORWARD, PACKED -> {
        byte[] clean = Redactor.redactBytes(frame, redacted);
        byte[] kept = Arrays.copyOf(clean, Math.min(clean.length, LONGEST));
        String cut =
            kept.length == clean.length
                ? reason
                : reason + "; the first " + LONGEST + " of its " + frame.length + " bytes are kept";
        yield new Remains(tag, kept, cut);
      }
      case GZIP, ZSTD, UNKNOWN ->
          new Remains(
              tag, new byte[0], reason + "; its " + frame.length + " bytes were compressed");
    };
  }
}
