/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.manifest.Annotations;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CommandFencingTest {

  private static final Instant NOON = TestSnapshots.NOON;

  @Test
  void laterOffset_isNotOverwritten() {
    assertThat(CommandFencing.newerCommand(marks("a", 1, 6, NOON), marks("b", 1, 7, NOON)))
        .contains("b");
    assertThat(CommandFencing.newerCommand(marks("b", 1, 7, NOON), marks("a", 1, 6, NOON)))
        .isEmpty();
  }

  @Test
  void ownObject_isOverwritten() {
    assertThat(CommandFencing.newerCommand(marks("a", 1, 6, NOON), marks("a", 1, 6, NOON)))
        .isEmpty();
  }

  @Test
  void automaticRollback_overwritesWhatItUndoes_butNotViceVersa() {
    Map<String, String> failed = marks("a", 1, 6, NOON);
    Map<String, String> rollback = marks("a.rollback", 1, 6, NOON.plusSeconds(30));

    assertThat(CommandFencing.newerCommand(rollback, failed)).isEmpty();
    assertThat(CommandFencing.newerCommand(failed, rollback)).contains("a.rollback");
  }

  @Test
  void topicWithMorePartitions_isOrderedByTime() {
    Map<String, String> old = marks("a", 1, 600, NOON);
    Map<String, String> young = marks("b", 4, 2, NOON.plusSeconds(1));

    assertThat(CommandFencing.newerCommand(old, young)).contains("b");
    assertThat(CommandFencing.newerCommand(young, old)).isEmpty();
  }

  @Test
  void rolloutStep_isNotOverwrittenByAnEarlierOne() {
    assertThat(CommandFencing.newerCommand(step("0"), step("1"))).contains("a");
    assertThat(CommandFencing.newerCommand(step("9"), step("10"))).contains("a");
    assertThat(CommandFencing.newerCommand(step("1"), step("0"))).isEmpty();
    assertThat(CommandFencing.newerCommand(step("1"), step("1"))).isEmpty();
  }

  @Test
  void bakeTimeOfAStep_startsOnce() {
    Map<String, String> stands = with(step("1"), Annotations.STEP_SINCE, NOON.toString());

    assertThat(CommandFencing.newerCommand(step("1"), stands)).contains("a");
    assertThat(
            CommandFencing.newerCommand(with(step("1"), Annotations.STEP_SINCE, "later"), stands))
        .contains("a");
    assertThat(CommandFencing.newerCommand(stands, stands)).isEmpty();
    assertThat(CommandFencing.newerCommand(stands, step("1"))).isEmpty();
  }

  @Test
  void endOfARollout_isNotOverwrittenByAStepOrAnotherEnd() {
    Map<String, String> done = with(marks("a", 1, 6, NOON), Annotations.RELEASE, "2");
    Map<String, String> takenBack =
        with(
            with(marks("a", 1, 6, NOON), Annotations.RELEASE, "1"),
            Annotations.ABORT_REASON,
            "FAILED");

    assertThat(CommandFencing.newerCommand(done, step("3"))).isEmpty();
    assertThat(CommandFencing.newerCommand(step("3"), done)).contains("a");
    assertThat(CommandFencing.newerCommand(takenBack, done)).contains("a");
    assertThat(CommandFencing.newerCommand(done, takenBack)).contains("a");
    assertThat(CommandFencing.newerCommand(done, done)).isEmpty();
  }

  @Test
  void appliedPromote_isNotOverwritten() {
    Map<String, String> promoted = with(marks("a", 1, 9, NOON), Annotations.STEP, "1");

    assertThat(CommandFencing.newerCommand(step("2"), promoted)).contains("a");
    assertThat(CommandFencing.newerCommand(promoted, step("2"))).isEmpty();
  }

  @Test
  void unownedObject_isTakenOver_andCorruptAnnotationsCountAsOld() {
    assertThat(CommandFencing.newerCommand(marks("a", 1, 6, NOON), Map.of("note", "by hand")))
        .isEmpty();
    assertThat(
            CommandFencing.newerCommand(
                marks("a", 1, 6, NOON), Map.of(Annotations.COMMAND_ID, "?")))
        .isEmpty();
  }

  @Test
  void laterScalingDecision_isNotOverwritten() {
    Map<String, String> there = Map.of(Annotations.SCALING_POSITION, "berth.scaling-decisions-0:8");

    assertThat(CommandFencing.newerScalingDecision("berth.scaling-decisions-0:8", there))
        .isPresent();
    assertThat(CommandFencing.newerScalingDecision("berth.scaling-decisions-0:9", there)).isEmpty();
    assertThat(CommandFencing.newerScalingDecision("berth.scaling-decisions-1:3", there)).isEmpty();
  }

  @Test
  void writeSinceTheDeploymentWasRead_isNotOverwritten() {
    Map<String, String> seen =
        with(marks("a", 1, 6, NOON), Annotations.SCALING_POSITION, "berth.scaling-decisions-0:8");
    String next = "berth.scaling-decisions-0:9";

    assertThat(CommandFencing.newerWrite(seen, seen)).isEmpty();
    assertThat(CommandFencing.newerWrite(seen, with(seen, Annotations.SCALING_POSITION, next)))
        .contains("the scaling decision at " + next);
    assertThat(
            CommandFencing.newerWrite(
                seen,
                with(
                    marks("b", 1, 7, NOON),
                    Annotations.SCALING_POSITION,
                    "berth.scaling-decisions-0:8")))
        .contains("b");
  }

  private static Map<String, String> step(String step) {
    return with(marks("a", 1, 6, NOON), Annotations.STEP, step);
  }

  private static Map<String, String> with(
      Map<String, String> annotations, String mark, String value) {
    Map<String, String> more = new TreeMap<>(annotations);
    more.put(mark, value);
    return more;
  }

  private static Map<String, String> marks(String id, int partition, long offset, Instant at) {
    return Map.of(
        Annotations.COMMAND_ID,
        id,
        Annotations.POSITION,
        new RecordPosition("berth.commands", partition, offset).toString(),
        Annotations.COMMAND_TIME,
        at.toString());
  }
}
