/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.multiline;

import io.berth.events.log.RawLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the lines of one partition into events: stack traces, messages with line breaks, lines that
 * the container runtime split.
 *
 * <p>The result depends only on the lines and on the times at which they were received, which are
 * part of the records; not on a clock or on batches. So a replay from a {@link Checkpoint} gives
 * the same events with the same ids. {@link #flushExpired} emits what is open at the end of the
 * partition: a line that came later would be too late for it anyway.
 *
 * <p>Not thread-safe.
 */
public final class MultilineJoiner {

  /** A line that was received so long after the one before it does not belong to it. */
  static final Duration GAP = Duration.ofSeconds(2);

  /** What clocks may differ by, and what a record needs to reach the topic. */
  static final Duration MARGIN = Duration.ofSeconds(1);

  /** By offsets, so that a replay sweeps at the same places. */
  private static final long SWEEP = 256;

  private final Map<String, LineGroup> open = new LinkedHashMap<>();
  private final EmittedSpans emitted;

  /**
   * @param note of the checkpoint at which it begins; empty for a beginning
   */
  public MultilineJoiner(String note) {
    this.emitted = new EmittedSpans(note);
  }

  /** Takes the next record, and returns what is complete now, in the order of first lines. */
  public List<JoinedEvent> add(RawLog raw, long offset) {
    List<JoinedEvent> complete = new ArrayList<>(2);
    if (offset % SWEEP == 0) {
      close(raw.receivedAt(), complete);
    }
    ContainerLine line = ContainerLine.of(raw);
    if (line == null) {
      complete.add(new JoinedEvent(raw, offset));
    } else if (!emitted.has(line.channel(), offset)) {
      take(line, offset, complete);
    }
    return complete;
  }

  private void take(ContainerLine line, long offset, List<JoinedEvent> complete) {
    LineGroup group = open.get(line.channel());
    if (group != null && !group.isBefore(line.raw().receivedAt(), GAP) && group.takes(line)) {
      group.add(line, offset);
    } else {
      if (group != null) {
        complete.add(emit(group));
      }
      // The newest group is the last of the map: the first one is the oldest.
      open.remove(line.channel());
      if (line.isComplete() && line.text().length() < LineGroup.MAX_CHARACTERS) {
        // Nothing can follow it, so it needs no group.
        complete.add(new JoinedEvent(line.with(line.text(), null), offset));
        return;
      }
      group = new LineGroup(line, offset);
      open.put(line.channel(), group);
    }
    if (group.isFull() || line.isComplete()) {
      open.remove(line.channel());
      complete.add(emit(group));
    }
  }

  private JoinedEvent emit(LineGroup group) {
    emitted.add(group.channel(), group.offset(), group.end());
    return group.joined();
  }

  /**
   * What nothing can belong to any more, as of now. For when the end of the partition is reached.
   */
  public List<JoinedEvent> flushExpired(Instant now) {
    List<JoinedEvent> complete = new ArrayList<>();
    close(now, complete);
    return complete;
  }

  /**
   * The checkpoint for the next owner of the partition.
   *
   * @param next the offset behind the last record that was added
   */
  public Checkpoint checkpoint(long next) {
    long offset = open.isEmpty() ? next : open.values().iterator().next().offset();
    return new Checkpoint(offset, emitted.note(offset));
  }

  private void close(Instant now, List<JoinedEvent> complete) {
    Iterator<LineGroup> groups = open.values().iterator();
    while (groups.hasNext()) {
      LineGroup group = groups.next();
      if (group.isBefore(now, GAP.plus(MARGIN))) {
        complete.add(emit(group));
        groups.remove();
      }
    }
  }
}
