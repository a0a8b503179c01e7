/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

import java.time.Duration;
import java.time.Instant;

/** Lines that belong to one event that is not complete yet. */
final class LineGroup {

  /** More than that is not one event. */
  static final int MAX_LINES = 500;

  static final int MAX_CHARACTERS = 256 << 10;

  private final ContainerLine first;
  private final long offset;
  private final LineKind kind;
  private final StringBuilder text = new StringBuilder();
  private Instant last;
  private long end;
  private int lines;
  private boolean partial;
  private boolean framed;

  LineGroup(ContainerLine first, long offset) {
    this.first = first;
    this.offset = offset;
    this.end = offset;
    this.kind = LineKind.of(first.text());
    this.last = first.raw().receivedAt();
    append(first);
  }

  /**
   * The offset of the first line; nothing after it may be committed before the event is emitted.
   */
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
    return lines >= MAX_LINES || text.length() >= MAX_CHARACTERS;
  }

  /** Whether the line belongs here. */
  boolean takes(ContainerLine line) {
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

  void add(ContainerLine line, long at) {
    end = at;
    if (!partial) {
      text.append('\n');
    }
    last = line.raw().receivedAt();
    append(line);
  }

  private void append(ContainerLine line) {
    framed |= line.text().stripLeading().startsWith("at ");
    text.append(line.text());
    partial = line.partial();
    lines++;
  }

  JoinedEvent joined() {
    String flags = isFull() ? "truncated" : lines > 1 ? "multiline" : null;
    return new JoinedEvent(first.with(text.toString(), flags), offset);
  }
}
