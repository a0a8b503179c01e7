/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.joining;

import io.berth.events.log.RawLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the lines of one partition: stack traces, messages with line breaks, lines that the
 * container's runtime cut.
 *
 * <p>Which lines belong together follows from the lines alone and from when they were received, as
 * it is written in them; from no clock and no batch. So a replay from a {@link Checkpoint} makes
 * the same events with the same ids. {@link #idle} gives away what waits at the end of the
 * partition: a line that came later would be too late for it anyway.
 *
 * <p>Not thread-safe.
 */
public final class Joiner {

  /** A line that was received so long after the one before it does not belong to it. */
  static final Duration GAP = Duration.ofSeconds(2);

  /** What clocks may differ by, and what a record needs to reach the topic. */
  static final Duration MARGIN = Duration.ofSeconds(1);

  /** By offsets, so that a replay sweeps at the same places. */
  private static final long SWEEP = 256;

  private final Map<String, Group> open = new LinkedHashMap<>();
  private final Told told;

  /**
   * @param note of the checkpoint at which it begins; empty for a beginning
   */
  public Joiner(String note) {
    this.told = new Told(note);
  }

  /** Takes the next record, and returns what is complete now, in the order of first lines. */
  public List<Joined> add(RawLog raw, long offset) {
    List<Joined> complete = new ArrayList<>(2);
    if (offset % SWEEP == 0) {
      close(raw.receivedAt(), complete);
    }
    Line line = Line.of(raw);
    if (line == null) {
      complete.add(new Joined(raw, offset));
    } else if (!told.has(line.channel(), offset)) {
      take(line, offset, complete);
    }
    return complete;
  }

  private void take(Line line, long offset, List<Joined> complete) {
    Group group = open.get(line.channel());
    if (group != null && !group.isBefore(line.raw().receivedAt(), GAP) && group.takes(line)) {
      group.add(line, offset);
    } else {
      if (group != null) {
        complete.add(give(group));
      }
      // The newest group is the last of the map: the first one is the oldest.
      open.remove(line.channel());
      group = new Group(line, offset);
      open.put(line.channel(), group);
    }
    if (group.isFull() || line.isComplete()) {
      open.remove(line.channel());
      complete.add(give(group));
    }
  }

  private Joined give(Group group) {
    told.add(group.channel(), group.offset(), group.end());
    return group.joined();
  }

  /**
   * What nothing can belong to any more, as of now. For when the end of the partition is reached.
   */
  public List<Joined> idle(Instant now) {
    List<Joined> complete = new ArrayList<>();
    close(now, complete);
    return complete;
  }

  /**
   * Where a successor must begin.
   *
   * @param next the offset behind the last record that was added
   */
  public Checkpoint checkpoint(long next) {
    long offset = open.isEmpty() ? next : open.values().iterator().next().offset();
    return new Checkpoint(offset, told.note(offset));
  }

  private void close(Instant now, List<Joined> complete) {
    Iterator<Group> groups = open.values().iterator();
    while (groups.hasNext()) {
      Group group = groups.next();
      if (group.isBefore(now, GAP.plus(MARGIN))) {
        complete.add(give(group));
        groups.remove();
      }
    }
  }
}
