/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.fleet.CriticalAlert;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.deploy.waves.WaveDecider.WaveDecision;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaveDeciderTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final ClusterVerdict GOOD = word(Verdict.SUCCEEDED, 60);
  private static final ClusterVerdict LACKS =
      new ClusterVerdict(Verdict.REJECTED, at(5), "so it is", null, true);
  private static final WavePlan THREE =
      new WavePlan(
          List.of(List.of("dc-a"), List.of("dc-b", "dc-c"), List.of("dc-d")),
          Duration.ofMinutes(5));

  private final WaveDecider decider =
      new WaveDecider(THREE, NOON, NOON.plus(Duration.ofHours(1)), false);

  @Test
  void firstWave_startsAtOnce() {
    assertThat(turn("dc-a", Map.of(), 0)).isEqualTo(new WaveDecision.Proceed());
  }

  @Test
  void secondWave_waitsForTheFirst_byName() {
    assertThat(turn("dc-b", Map.of(), 10))
        .isEqualTo(new WaveDecision.Wait("wave 1: dc-a has to succeed first"));
  }

  @Test
  void secondWave_waitsForTheExactBakeTime() {
    assertThat(turn("dc-b", Map.of("dc-a", GOOD), 359))
        .isEqualTo(new WaveDecision.Wait("the bake time of wave 1 ends at 2026-01-31T12:06:00Z"));
    assertThat(turn("dc-b", Map.of("dc-a", GOOD), 360)).isEqualTo(new WaveDecision.Proceed());
  }

  @Test
  void bakeTime_beginsWithTheLastClusterOfTheWave() {
    Map<String, ClusterVerdict> words =
        Map.of("dc-a", GOOD, "dc-b", GOOD, "dc-c", word(Verdict.SUCCEEDED, 100));

    assertThat(turn("dc-d", words, 399)).isInstanceOf(WaveDecision.Wait.class);
    assertThat(turn("dc-d", words, 400)).isEqualTo(new WaveDecision.Proceed());
  }

  @Test
  void thirdWave_namesMissingClusters() {
    assertThat(turn("dc-d", Map.of("dc-a", GOOD, "dc-c", GOOD), 400))
        .isEqualTo(new WaveDecision.Wait("wave 2: dc-b has to succeed first"));
  }

  @Test
  void failedWave_stopsTheRest_withWaveClusterAndReason() {
    for (Verdict bad :
        List.of(Verdict.FAILED, Verdict.REJECTED, Verdict.TIMED_OUT, Verdict.ROLLED_BACK)) {
      assertThat(turn("dc-d", Map.of("dc-a", GOOD, "dc-b", word(bad, 90)), 100))
          .isEqualTo(
              new WaveDecision.EarlierWaveFailed(2, "dc-b", "it ended " + bad + ": so it is"));
    }
  }

  @Test
  void newerCommandInAnEarlierWave_supersedesTheRest() {
    ClusterVerdict newer = new ClusterVerdict(Verdict.SUPERSEDED, NOON, "so it is", "command-2");

    assertThat(turn("dc-b", Map.of("dc-a", newer), 10))
        .isEqualTo(new WaveDecision.Superseded("command-2"));
  }

  @Test
  void criticalAlertSinceTheCommand_stopsTheRest_evenWhenResolved() {
    CriticalAlert alert = alert("dc-a", "ErrorBudgetBurn", null, 120, at(130));

    assertThat(turn("dc-b", new FleetState(Map.of("dc-a", GOOD), List.of(alert)), 150))
        .isEqualTo(
            new WaveDecision.EarlierWaveFailed(
                1, "dc-a", "the critical alert ErrorBudgetBurn fired at 2026-01-31T12:02:00Z"));
  }

  @Test
  void alertInALaterWavesCluster_isIgnored() {
    CriticalAlert elsewhere = alert("dc-b", "ErrorBudgetBurn", null, 120, null);

    assertThat(turn("dc-b", new FleetState(Map.of("dc-a", GOOD), List.of(elsewhere)), 360))
        .isEqualTo(new WaveDecision.Proceed());
  }

  @Test
  void alertOlderThanTheCommand_isAwaited_andRestartsTheBakeTime() {
    CriticalAlert on = alert("dc-a", "Crashing", null, -60, null);
    CriticalAlert over = alert("dc-a", "Crashing", null, -60, at(200));

    assertThat(turn("dc-b", new FleetState(Map.of("dc-a", GOOD), List.of(on)), 400))
        .isEqualTo(
            new WaveDecision.Wait(
                "the critical alert Crashing in dc-a, which began before the command, has to be"
                    + " resolved"));
    assertThat(turn("dc-b", new FleetState(Map.of("dc-a", GOOD), List.of(over)), 499))
        .isInstanceOf(WaveDecision.Wait.class);
    assertThat(turn("dc-b", new FleetState(Map.of("dc-a", GOOD), List.of(over)), 500))
        .isEqualTo(new WaveDecision.Proceed());
  }

  @Test
  void ordinaryStart_stopsNoWave_butABrokenFirstWaveDoes() {
    CriticalAlert notUpYet = alert("dc-a", "WorkloadDown", null, 5, at(90));
    CriticalAlert neverUp = alert("dc-a", "WorkloadDown", "StartupBudgetExceeded", 5, null);
    CriticalAlert crashes = alert("dc-a", "PodCrashLooping", "Error", 5, null);

    assertThat(turn("dc-b", new FleetState(Map.of(), List.of(notUpYet)), 40))
        .isInstanceOf(WaveDecision.Wait.class);
    assertThat(turn("dc-b", new FleetState(Map.of("dc-a", GOOD), List.of(notUpYet)), 390))
        .isEqualTo(new WaveDecision.Proceed());
    assertThat(turn("dc-b", new FleetState(Map.of(), List.of(neverUp)), 40))
        .isInstanceOf(WaveDecision.EarlierWaveFailed.class);
    assertThat(turn("dc-b", new FleetState(Map.of(), List.of(crashes)), 40))
        .isInstanceOf(WaveDecision.EarlierWaveFailed.class);
  }

  @Test
  void firingAlertThatStopsNoWave_isAwaited() {
    CriticalAlert on = alert("dc-a", "WorkloadDown", null, 5, null);

    assertThat(turn("dc-b", new FleetState(Map.of("dc-a", GOOD), List.of(on)), 400))
        .isEqualTo(
            new WaveDecision.Wait("the critical alert WorkloadDown in dc-a has to be resolved"));
  }

  @Test
  void deadline_endsTheWait_namingItsReason() {
    assertThat(turn("dc-b", Map.of(), 3600))
        .isEqualTo(new WaveDecision.Expired("wave 1: dc-a has to succeed first"));
  }

  @Test
  void unnamedCluster_isInTheLastWave() {
    WavePlan canary = new WavePlan(List.of(List.of("dc-a")), Duration.ZERO);
    WaveDecider others = new WaveDecider(canary, NOON, NOON.plusSeconds(600), false);

    assertThat(others.decide("dc-z", new FleetState(Map.of(), List.of()), at(1)))
        .isInstanceOf(WaveDecision.Wait.class);
    assertThat(others.decide("dc-z", new FleetState(Map.of("dc-a", GOOD), List.of()), at(60)))
        .isEqualTo(new WaveDecision.Proceed());
  }

  @Test
  void commandReportedAsSupersededByItself_isNotSuperseded() {
    ClusterVerdict itself = new ClusterVerdict(Verdict.SUPERSEDED, NOON, "so it is", "mine");
    ClusterVerdict other = new ClusterVerdict(Verdict.SUPERSEDED, NOON, "so it is", "newer");

    FleetState fleet =
        WaveDecider.withoutSelfSupersede(
            "mine", new FleetState(Map.of("dc-a", itself, "dc-b", other), List.of()));

    assertThat(fleet.verdicts().get("dc-a").supersededBy()).isNull();
    assertThat(fleet.verdicts().get("dc-a").verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(fleet.verdicts().get("dc-b")).isEqualTo(other);
  }

  @Test
  void clusterWithoutTheApplication_isSkipped_withItsWaveAndBakeTime() {
    assertThat(skipping("dc-b", Map.of("dc-a", LACKS), 10)).isEqualTo(new WaveDecision.Proceed());
    assertThat(skipping("dc-d", Map.of("dc-a", GOOD, "dc-b", LACKS), 400))
        .isEqualTo(new WaveDecision.Wait("wave 2: dc-c has to succeed first"));
    Map<String, ClusterVerdict> secondWaveLacksIt =
        Map.of("dc-a", GOOD, "dc-b", LACKS, "dc-c", LACKS);
    assertThat(skipping("dc-d", secondWaveLacksIt, 359))
        .isEqualTo(new WaveDecision.Wait("the bake time of wave 1 ends at 2026-01-31T12:06:00Z"));
    assertThat(skipping("dc-d", secondWaveLacksIt, 360)).isEqualTo(new WaveDecision.Proceed());
    assertThat(skipping("dc-d", Map.of("dc-a", LACKS, "dc-b", LACKS, "dc-c", LACKS), 10))
        .isEqualTo(new WaveDecision.Proceed());
  }

  @Test
  void failureBesideASkippedCluster_stopsTheRest() {
    assertThat(skipping("dc-d", Map.of("dc-a", LACKS, "dc-b", word(Verdict.REJECTED, 90)), 100))
        .isEqualTo(new WaveDecision.EarlierWaveFailed(2, "dc-b", "it ended REJECTED: so it is"));
  }

  @Test
  void namedClusterWithoutTheApplication_stopsTheRest() {
    assertThat(turn("dc-b", Map.of("dc-a", LACKS), 10))
        .isEqualTo(new WaveDecision.EarlierWaveFailed(1, "dc-a", "it ended REJECTED: so it is"));
  }

  private static WaveDecision skipping(
      String cluster, Map<String, ClusterVerdict> words, long second) {
    return new WaveDecider(THREE, NOON, NOON.plus(Duration.ofHours(1)), true)
        .decide(cluster, new FleetState(words, List.of()), at(second));
  }

  private WaveDecision turn(String cluster, Map<String, ClusterVerdict> words, long second) {
    return turn(cluster, new FleetState(words, List.of()), second);
  }

  private WaveDecision turn(String cluster, FleetState fleet, long second) {
    return decider.decide(cluster, fleet, at(second));
  }

  private static ClusterVerdict word(Verdict verdict, long second) {
    return new ClusterVerdict(verdict, at(second), "so it is", null);
  }

  /** One on the application's own Deployment that began and fired at that second. */
  private static CriticalAlert alert(
      String cluster,
      String name,
      @Nullable String reason,
      long second,
      @Nullable Instant resolved) {
    return new CriticalAlert(
        cluster,
        "shop",
        "cart",
        "cart",
        "stable",
        name,
        reason,
        "",
        at(second),
        at(second),
        resolved);
  }

  private static Instant at(long second) {
    return NOON.plusSeconds(second);
  }
}
