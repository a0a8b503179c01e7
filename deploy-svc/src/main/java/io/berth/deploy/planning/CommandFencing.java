/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Annotations;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prevents a command from overwriting what a newer one wrote. */
public final class CommandFencing {

  /** The suffix of the id of an automatic rollback, after the id of the command that it undoes. */
  public static final String ROLLBACK = ".rollback";

  /** The step of a roll-out without steps, or after the last one. */
  private static final String FINISHED = "over";

  private CommandFencing() {}

  /** Whether an object with these annotations is fenced. */
  public static boolean isFenced(@Nullable Map<String, String> annotations) {
    return annotations != null && annotations.containsKey(Annotations.POSITION);
  }

  /**
   * The newer command that would be overwritten; empty where there is none.
   *
   * @param mine annotations of the object to be written
   * @param there annotations of the live object
   */
  public static Optional<String> newerCommand(Map<String, String> mine, Map<String, String> there) {
    String id = mine.getOrDefault(Annotations.COMMAND_ID, "");
    String other = there.get(Annotations.COMMAND_ID);
    if (other == null || id.equals(other + ROLLBACK)) {
      return Optional.empty();
    }
    boolean superseded = other.equals(id) ? isFurtherAlong(mine, there) : isNewer(mine, there);
    return superseded ? Optional.of(other) : Optional.empty();
  }

  /** Within one command: by the last Promote that was read, then by the step. */
  private static boolean isFurtherAlong(Map<String, String> mine, Map<String, String> there) {
    Optional<Long> ahead = offsetDifference(mine, there);
    if (ahead.isPresent() && ahead.get() != 0) {
      return ahead.get() > 0;
    }
    String step = mine.getOrDefault(Annotations.STEP, FINISHED);
    String other = there.getOrDefault(Annotations.STEP, FINISHED);
    if (!step.equals(other)) {
      return other.equals(FINISHED) || (!step.equals(FINISHED) && number(other) > number(step));
    }
    // Of two ends, and of two starts of a step's bake time, the first one counts.
    return step.equals(FINISHED)
        ? !same(Annotations.RELEASE, mine, there) || !same(Annotations.ABORT_REASON, mine, there)
        : there.containsKey(Annotations.STEP_SINCE) && !same(Annotations.STEP_SINCE, mine, there);
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

  /** By offset where both lie in one partition of one topic, else by time. */
  private static boolean isNewer(Map<String, String> mine, Map<String, String> there) {
    return offsetDifference(mine, there)
        .map(offsets -> offsets >= 0)
        .orElseGet(() -> time(there).isAfter(time(mine)));
  }

  /** How many records lie between the two; empty where they are not in one partition. */
  private static Optional<Long> offsetDifference(
      Map<String, String> mine, Map<String, String> there) {
    Optional<RecordPosition> here =
        RecordPosition.parse(mine.getOrDefault(Annotations.POSITION, ""));
    return RecordPosition.parse(there.getOrDefault(Annotations.POSITION, ""))
        .filter(other -> here.filter(other::comparableTo).isPresent())
        .map(other -> other.offset() - here.get().offset());
  }

  /**
   * The newer scaling decision that would be overwritten; empty where there is none.
   *
   * @param mine position of the decision
   * @param there annotations of the live Deployment
   */
  public static Optional<String> newerScalingDecision(String mine, Map<String, String> there) {
    Optional<RecordPosition> decision = RecordPosition.parse(mine);
    return RecordPosition.parse(there.getOrDefault(Annotations.SCALING_POSITION, ""))
        .filter(applied -> decision.filter(applied::comparableTo).isPresent())
        .filter(applied -> applied.offset() >= decision.get().offset())
        .map(applied -> "the scaling decision at " + applied);
  }

  /**
   * The newer command or scaling decision that would be overwritten; empty where there is none.
   *
   * @param seen annotations of the Deployment as it was read
   * @param there annotations of the live Deployment
   */
  public static Optional<String> newerWrite(Map<String, String> seen, Map<String, String> there) {
    return same(Annotations.SCALING_POSITION, seen, there)
        ? newerCommand(seen, there)
        : Optional.of("the scaling decision at " + there.get(Annotations.SCALING_POSITION));
  }

  private static Instant time(Map<String, String> annotations) {
    try {
      return Instant.parse(annotations.getOrDefault(Annotations.COMMAND_TIME, ""));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
