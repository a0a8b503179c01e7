/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.joining;

import java.time.Duration;
import java.time.Instant;

/** Lines that are one event so far. */
final class Group {

  /** More than that is not one event. */
  static final int MOST_LINES = 500;

  static final int MOST_CHARACTERS = 256 << 10;

  private final Line first;
  private final long offset;
  private final LineKind kind;
  private final StringBuilder text = new StringBuilder();
  private Instant last;
  private long end;
  private int lines;
  private boolean partial;
  private boolean framed;

  Group(Line first, long offset) {
    this.first = first;
    this.offset = offset;
    this.end = offset;
    this.kind = LineKind.of(first.text());
    this.last = first.raw().receivedAt();
    append(first);
  }

  /** Where its first line is; until it is given away nothing behind that may be committed. */
  long offset() {
    return offset;
  }

  /** Where its last line is. */
  long end() {
    return end;
  }

  String channel() {
    return first.channel();
  }

  boolean isBefore(Instant time, Duration gap) {
    return last.plus(gap).isBefore(time);
  }

  boolean isFull() {
    return lines >= MOST_LINES || text.length() >= MOST_CHARACTERS;
  }

  /** Whether the line belongs here. */
  boolean takes(Line line) {
    if (partial) {
      return true;
    }
    return switch (LineKind.of(line.text())) {
      case HEADER -> false;
      case CONTINUATION -> true;
      // Behind a header comes what it announced, be it a trace or SQL with line breaks; behind
      // a trace's frames comes something new.
      case EXCEPTION, OTHER -> kind == LineKind.HEADER && !framed && !line.isComplete();
    };
  }

  void add(Line line, long at) {
    end = at;
    if (!partial) {
      text.append('\n');
    }
    last = line.raw().receivedAt();
    append(line);
  }

  private void append(Line line) {
    framed |= line.text().stripLeading().startsWith("at ");
    text.append(line.text());
    partial = line.partial();
    lines++;
  }

  Joined joined() {
    String flags = isFull() ? "truncated" : lines > 1 ? "multiline" : null;
    return new Joined(first.with(text.toString(), flags), offset);
  }
}
