/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that were given away and began before the line at which a successor begins: it must not
 * take their last lines for something new.
 */
final class Told {

  /**
   * Kafka's brokers take 4,096 bytes with a commit; what is beyond would be told twice, in part.
   */
  private static final int LONGEST_NOTE = 4_000;

  private record Span(String channel, long from, long to) {}

  private final List<Span> spans = new ArrayList<>();
  private final Map<String, Long> before = new HashMap<>();

  /** Reads a note of {@link #note}. */
  Told(String note) {
    for (String entry : note.isEmpty() ? new String[0] : note.split(",")) {
      int colon = entry.indexOf(':');
      before.put(entry.substring(0, colon), Long.parseLong(entry.substring(colon + 1), 36));
    }
  }

  void add(String channel, long from, long to) {
    if (from < to) {
      spans.add(new Span(channel, from, to));
    }
  }

  /** Whether a predecessor gave the line away. */
  boolean has(String channel, long offset) {
    Long until = before.isEmpty() ? null : before.get(name(channel));
    return until != null && offset <= until;
  }

  /** What a successor that begins at this offset must know. */
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
    if (to >= offset && note.length() + entry.length() < LONGEST_NOTE) {
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
