/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Multi-line events already emitted although they start before the committed offset. After a
 * rebalance the new owner must skip their remaining lines.
 */
final class EmittedSpans {

  /**
   * Kafka's brokers take 4,096 bytes with a commit; events beyond that would be emitted twice, in
   * part.
   */
  private static final int MAX_NOTE = 4_000;

  private record EmittedSpan(String channel, long from, long to) {}

  private final List<EmittedSpan> spans = new ArrayList<>();
  private final Map<String, Long> before = new HashMap<>();

  /** Reads a note of {@link #note}. */
  EmittedSpans(String note) {
    for (String entry : note.isEmpty() ? new String[0] : note.split(",")) {
      int colon = entry.indexOf(':');
      before.put(entry.substring(0, colon), Long.parseLong(entry.substring(colon + 1), 36));
    }
  }

  void add(String channel, long from, long to) {
    if (from < to) {
      spans.add(new EmittedSpan(channel, from, to));
    }
  }

  /** Whether the previous owner emitted the line. */
  boolean has(String channel, long offset) {
    Long until = before.isEmpty() ? null : before.get(name(channel));
    return until != null && offset <= until;
  }

  /** The note for the next owner that begins at this offset. */
  String note(long offset) {
    spans.removeIf(span -> span.to() < offset);
    StringBuilder note = new StringBuilder();
    before.forEach((name, to) -> add(note, name, to, offset));
    spans.stream()
        .filter(span -> span.from() < offset)
        .forEach(span -> add(note, name(span.channel()), span.to(), offset));
    return note.toString();
  }

  private static void add(StringBuilder note, String name, long to, long offset) {
    String entry = name + ":" + Long.toString(to, 36);
    if (to >= offset && note.length() + entry.length() < MAX_NOTE) {
      note.append(note.isEmpty() ? "" : ",").append(entry);
    }
  }

  /** FNV-1a, of which 50 bits are enough: a wrong match would lose a line. */
  private static String name(String channel) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < channel.length(); i++) {
      hash = (hash ^ channel.charAt(i)) * 0x100000001b3L;
    }
    return Long.toString(hash >>> 14, 36);
  }
}
