/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.waves.Fleet.Alarm;
import io.berth.deploy.waves.Fleet.Word;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaveDeciderTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Word GOOD = word(Verdict.SUCCEEDED, 60);
  private static final Sequence THREE =
      new Sequence(
          List.of(List.of("dc-a"), List.of("dc-b", "dc-c"), List.of("dc-d")),
          Duration.ofMinutes(5));

  private final WaveDecider decider = new WaveDecider(THREE, NOON, NOON.plus(Duration.ofHours(1)));

  @Test
  void firstWave_waitsForNobody() {
    assertThat(turn("dc-a", Map.of(), 0)).isEqualTo(new Turn.Go());
  }

  @Test
  void secondWave_waitsForTheFirst_byName() {
    assertThat(turn("dc-b", Map.of(), 10))
        .isEqualTo(new Turn.Wait("wave 1: dc-a has to succeed first"));
  }

  @Test
  void secondWave_waitsOutTheBakeTime_toTheSecond() {
    assertThat(turn("dc-b", Map.of("dc-a", GOOD), 359))
        .isEqualTo(new Turn.Wait("the bake time of wave 1 ends at 2026-01-31T12:06:00Z"));
    assertThat(turn("dc-b", Map.of("dc-a", GOOD), 360)).isEqualTo(new Turn.Go());
  }

  @Test
  void bakeTime_beginsWithTheLastClusterOfTheWave() {
    Map<String, Word> words =
        Map.of("dc-a", GOOD, "dc-b", GOOD, "dc-c", word(Verdict.SUCCEEDED, 100));

    assertThat(turn("dc-d", words, 399)).isInstanceOf(Turn.Wait.class);
    assertThat(turn("dc-d", words, 400)).isEqualTo(new Turn.Go());
  }

  @Test
  void thirdWave_namesWhoeverIsMissing() {
    assertThat(turn("dc-d", Map.of("dc-a", GOOD, "dc-c", GOOD), 400))
        .isEqualTo(new Turn.Wait("wave 2: dc-b has to succeed first"));
  }

  @Test
  void failedWave_stopsTheRest_andSaysWaveClusterAndWhy() {
    for (Verdict bad :
        List.of(Verdict.FAILED, Verdict.REJECTED, Verdict.TIMED_OUT, Verdict.ROLLED_BACK)) {
      assertThat(turn("dc-d", Map.of("dc-a", GOOD, "dc-b", word(bad, 90)), 100))
          .isEqualTo(new Turn.Stop(2, "dc-b", "it ended " + bad + ": so it is"));
    }
  }

  @Test
  void newerCommandInAnEarlierWave_overtakesTheRest() {
    Word newer = new Word(Verdict.SUPERSEDED, NOON, "so it is", "command-2");

    assertThat(turn("dc-b", Map.of("dc-a", newer), 10)).isEqualTo(new Turn.Overtaken("command-2"));
  }

  @Test
  void criticalAlertSinceTheCommand_stopsTheRest_evenIfItIsOver() {
    Alarm alarm = new Alarm("dc-a", "ErrorBudgetBurn", at(120), at(130));

    assertThat(turn("dc-b", new Fleet(Map.of("dc-a", GOOD), List.of(alarm)), 150))
        .isEqualTo(
            new Turn.Stop(
                1, "dc-a", "the critical alert ErrorBudgetBurn fired at 2026-01-31T12:02:00Z"));
  }

  @Test
  void alertInAClusterThatWasNotItsTurnYet_saysNothingAboutTheRelease() {
    Alarm elsewhere = new Alarm("dc-b", "ErrorBudgetBurn", at(120), null);

    assertThat(turn("dc-b", new Fleet(Map.of("dc-a", GOOD), List.of(elsewhere)), 360))
        .isEqualTo(new Turn.Go());
  }

  @Test
  void alertOlderThanTheCommand_isWaitedFor_andTheBakeTimeBeginsAnew() {
    Alarm on = new Alarm("dc-a", "Crashing", at(-60), null);
    Alarm over = new Alarm("dc-a", "Crashing", at(-60), at(200));

    assertThat(turn("dc-b", new Fleet(Map.of("dc-a", GOOD), List.of(on)), 400))
        .isEqualTo(
            new Turn.Wait(
                "the critical alert Crashing in dc-a, which fired before the command, has to be"
                    + " resolved"));
    assertThat(turn("dc-b", new Fleet(Map.of("dc-a", GOOD), List.of(over)), 499))
        .isInstanceOf(Turn.Wait.class);
    assertThat(turn("dc-b", new Fleet(Map.of("dc-a", GOOD), List.of(over)), 500))
        .isEqualTo(new Turn.Go());
  }

  @Test
  void deadline_endsTheWait_andSaysWhatItWaitedFor() {
    assertThat(turn("dc-b", Map.of(), 3600))
        .isEqualTo(new Turn.Late("wave 1: dc-a has to succeed first"));
  }

  @Test
  void clusterThatNoWaveNames_goesLast() {
    Sequence canary = new Sequence(List.of(List.of("dc-a")), Duration.ZERO);
    WaveDecider others = new WaveDecider(canary, NOON, NOON.plusSeconds(600));

    assertThat(others.turn("dc-z", new Fleet(Map.of(), List.of()), at(1)))
        .isInstanceOf(Turn.Wait.class);
    assertThat(others.turn("dc-z", new Fleet(Map.of("dc-a", GOOD), List.of()), at(60)))
        .isEqualTo(new Turn.Go());
  }

  private Turn turn(String cluster, Map<String, Word> words, long second) {
    return turn(cluster, new Fleet(words, List.of()), second);
  }

  private Turn turn(String cluster, Fleet fleet, long second) {
    return decider.turn(cluster, fleet, at(second));
  }

  private static Word word(Verdict verdict, long second) {
    return new Word(verdict, at(second), "so it is", null);
  }

  private static Instant at(long second) {
    return NOON.plusSeconds(second);
  }
}
