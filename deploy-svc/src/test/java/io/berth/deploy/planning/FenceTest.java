/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.manifest.Marks;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FenceTest {

  private static final Instant NOON = Situations.NOON;

  @Test
  void laterOffset_isNotWrittenOver() {
    assertThat(Fence.overtaker(marks("a", 1, 6, NOON), marks("b", 1, 7, NOON))).contains("b");
    assertThat(Fence.overtaker(marks("b", 1, 7, NOON), marks("a", 1, 6, NOON))).isEmpty();
  }

  @Test
  void ownObject_isWrittenAgain() {
    assertThat(Fence.overtaker(marks("a", 1, 6, NOON), marks("a", 1, 6, NOON))).isEmpty();
  }

  @Test
  void automaticRollback_writesOverWhatItUndoes_andNotTheOtherWayRound() {
    Map<String, String> failed = marks("a", 1, 6, NOON);
    Map<String, String> rollback = marks("a.rollback", 1, 6, NOON.plusSeconds(30));

    assertThat(Fence.overtaker(rollback, failed)).isEmpty();
    assertThat(Fence.overtaker(failed, rollback)).contains("a.rollback");
  }

  @Test
  void topicWithMorePartitions_isToldByTime() {
    Map<String, String> old = marks("a", 1, 600, NOON);
    Map<String, String> young = marks("b", 4, 2, NOON.plusSeconds(1));

    assertThat(Fence.overtaker(old, young)).contains("b");
    assertThat(Fence.overtaker(young, old)).isEmpty();
  }

  @Test
  void stepOfARollOut_isNotWrittenOverByAnEarlierOne() {
    assertThat(Fence.overtaker(step("0"), step("1"))).contains("a");
    assertThat(Fence.overtaker(step("9"), step("10"))).contains("a");
    assertThat(Fence.overtaker(step("1"), step("0"))).isEmpty();
    assertThat(Fence.overtaker(step("1"), step("1"))).isEmpty();
  }

  @Test
  void timeOfAStep_beginsOnce() {
    Map<String, String> stands = with(step("1"), Marks.STEP_SINCE, NOON.toString());

    assertThat(Fence.overtaker(step("1"), stands)).contains("a");
    assertThat(Fence.overtaker(with(step("1"), Marks.STEP_SINCE, "later"), stands)).contains("a");
    assertThat(Fence.overtaker(stands, stands)).isEmpty();
    assertThat(Fence.overtaker(stands, step("1"))).isEmpty();
  }

  @Test
  void endOfARollOut_isWrittenOverByNoStep_andByNoOtherEnd() {
    Map<String, String> done = with(marks("a", 1, 6, NOON), Marks.RELEASE, "2");
    Map<String, String> takenBack =
        with(with(marks("a", 1, 6, NOON), Marks.RELEASE, "1"), Marks.TAKEN_BACK, "FAILED");

    assertThat(Fence.overtaker(done, step("3"))).isEmpty();
    assertThat(Fence.overtaker(step("3"), done)).contains("a");
    assertThat(Fence.overtaker(takenBack, done)).contains("a");
    assertThat(Fence.overtaker(done, takenBack)).contains("a");
    assertThat(Fence.overtaker(done, done)).isEmpty();
  }

  @Test
  void promoteThatWasRead_isNotForgotten() {
    Map<String, String> promoted = with(marks("a", 1, 9, NOON), Marks.STEP, "1");

    assertThat(Fence.overtaker(step("2"), promoted)).contains("a");
    assertThat(Fence.overtaker(promoted, step("2"))).isEmpty();
  }

  @Test
  void objectOfNobodys_isTaken_andSpoiltMarksAreOld() {
    assertThat(Fence.overtaker(marks("a", 1, 6, NOON), Map.of("note", "by hand"))).isEmpty();
    assertThat(Fence.overtaker(marks("a", 1, 6, NOON), Map.of(Marks.COMMAND_ID, "?"))).isEmpty();
  }

  @Test
  void laterScalingDecision_stays() {
    Map<String, String> there = Map.of(Marks.SCALING_POSITION, "berth.scaling-decisions-0:8");

    assertThat(Fence.laterDecision("berth.scaling-decisions-0:8", there)).isPresent();
    assertThat(Fence.laterDecision("berth.scaling-decisions-0:9", there)).isEmpty();
    assertThat(Fence.laterDecision("berth.scaling-decisions-1:3", there)).isEmpty();
  }

  private static Map<String, String> step(String step) {
    return with(marks("a", 1, 6, NOON), Marks.STEP, step);
  }

  private static Map<String, String> with(Map<String, String> marks, String mark, String value) {
    Map<String, String> more = new TreeMap<>(marks);
    more.put(mark, value);
    return more;
  }

  private static Map<String, String> marks(String id, int partition, long offset, Instant at) {
    return Map.of(
        Marks.COMMAND_ID,
        id,
        Marks.POSITION,
        new Position("berth.commands", partition, offset).toString(),
        Marks.COMMAND_TIME,
        at.toString());
  }
}
