/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Marks;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a command from writing over what a later one wrote. */
public final class Fence {

  /** What the id of an automatic rollback adds to that of the command that it undoes. */
  public static final String ROLLBACK = ".rollback";

  /** Of a roll-out without steps, or behind its last one. */
  private static final String OVER = "over";

  private Fence() {}

  /** Whether these marks make their object one that a fence guards. */
  public static boolean guards(@Nullable Map<String, String> marks) {
    return marks != null && marks.containsKey(Marks.POSITION);
  }

  /**
   * The command that an older one would write over; empty where there is none.
   *
   * @param mine annotations of the object as it is to be
   * @param there annotations of the object as it is
   */
  public static Optional<String> overtaker(Map<String, String> mine, Map<String, String> there) {
    String id = mine.getOrDefault(Marks.COMMAND_ID, "");
    String other = there.get(Marks.COMMAND_ID);
    if (other == null || id.equals(other + ROLLBACK)) {
      return Optional.empty();
    }
    boolean overtaken = other.equals(id) ? furtherOn(mine, there) : later(mine, there);
    return overtaken ? Optional.of(other) : Optional.empty();
  }

  /** Of one command: by the last Promote that was read, then by the steps of its roll-out. */
  private static boolean furtherOn(Map<String, String> mine, Map<String, String> there) {
    Optional<Long> ahead = ahead(mine, there);
    if (ahead.isPresent() && ahead.get() != 0) {
      return ahead.get() > 0;
    }
    String step = mine.getOrDefault(Marks.STEP, OVER);
    String other = there.getOrDefault(Marks.STEP, OVER);
    if (!step.equals(other)) {
      return other.equals(OVER) || (!step.equals(OVER) && number(other) > number(step));
    }
    // Of two ends, and of two beginnings of a step's time, the first one counts.
    return step.equals(OVER)
        ? !same(Marks.RELEASE, mine, there) || !same(Marks.TAKEN_BACK, mine, there)
        : there.containsKey(Marks.STEP_SINCE) && !same(Marks.STEP_SINCE, mine, there);
  }

  private static boolean same(String mark, Map<String, String> mine, Map<String, String> there) {
    return Objects.equals(mine.get(mark), there.get(mark));
  }

  private static int number(String step) {
    try {
      return Integer.parseInt(step);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * By the offset where both lie in one log; a topic that was given more partitions has several.
   */
  private static boolean later(Map<String, String> mine, Map<String, String> there) {
    return ahead(mine, there)
        .map(offsets -> offsets >= 0)
        .orElseGet(() -> time(there).isAfter(time(mine)));
  }

  /** How many records lie between the two; empty where they do not lie in one log. */
  private static Optional<Long> ahead(Map<String, String> mine, Map<String, String> there) {
    Optional<Position> here = Position.parse(mine.getOrDefault(Marks.POSITION, ""));
    return Position.parse(there.getOrDefault(Marks.POSITION, ""))
        .filter(other -> here.filter(other::comparableTo).isPresent())
        .map(other -> other.offset() - here.get().offset());
  }

  /**
   * The scaling decision that an older one would write over; empty where there is none.
   *
   * @param mine position of the decision
   * @param there annotations of the Deployment as it is
   */
  public static Optional<String> laterDecision(String mine, Map<String, String> there) {
    Optional<Position> decision = Position.parse(mine);
    return Position.parse(there.getOrDefault(Marks.SCALING_POSITION, ""))
        .filter(applied -> decision.filter(applied::comparableTo).isPresent())
        .filter(applied -> applied.offset() >= decision.get().offset())
        .map(applied -> "the scaling decision at " + applied);
  }

  private static Instant time(Map<String, String> marks) {
    try {
      return Instant.parse(marks.getOrDefault(Marks.COMMAND_TIME, ""));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
