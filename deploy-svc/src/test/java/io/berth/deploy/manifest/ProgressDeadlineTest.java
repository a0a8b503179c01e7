/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressDeadlineTest {

  private static final ProbeCheck LIVE = new ProbeCheck.Http("/live", 8080);
  private static final ProbeCheck READY = new ProbeCheck.Http("/ready", 8080);

  @ParameterizedTest
  @CsvSource({
    // startup: delay, period, failures; readiness: the same; liveness period; wanted
    "  0,   10,   30,    0, 10, 3,   ,     632", // 301 + 31 + 300
    "  0,   10,   10,    0, 10, 3,   ,     600", // less than the default
    "  0,   10,   30,    0, 10, 3, 10,     662", // and 30 s of the liveness window
    "  5,   60,   20,    0, 10, 3,   ,    1537", // 1206 + 31 + 300
    "  0,    1,    1,  900, 10, 3,   ,    1231", // 900 + 31 + 300
    "  0,   60,   20,  900, 10, 3,   ,    1532", // the startup probe is longer than the delay
    "3600, 3600, 1000, 3600, 3600, 1000, , 7203902",
  })
  void deadline_leavesRoom_forWhatTheProbesAllow(
      int delay,
      int period,
      int failures,
      int readyDelay,
      int readyPeriod,
      int readyFailures,
      @Nullable Integer liveness,
      int wanted) {
    Probes probes =
        new Probes(
            liveness == null ? null : probe(LIVE, 0, liveness, 3),
            probe(READY, readyDelay, readyPeriod, readyFailures),
            probe(LIVE, delay, period, failures));

    assertThat(ProgressDeadline.seconds(probes)).isEqualTo(wanted);
    assertThat(rendered(probes)).containsExactly(wanted);
  }

  @Test
  void withoutProbes_theDefaultIsWritten() {
    assertThat(ProgressDeadline.seconds(null)).isEqualTo(600);
    assertThat(ProgressDeadline.seconds(new Probes(null, null, null))).isEqualTo(600);
    assertThat(rendered(null)).containsExactly(600);
  }

  /** A migration may take as long as the requester gave the command. */
  @Test
  void withInitContainers_theControllerWaitsUntilTheCommandsDeadline() {
    AppSpec plain = TestApps.with(spec(GOOD, 3), spec(GOOD, 3).limits(), null);
    AppSpec migrating =
        AppSpecBuilder.with(
            plain, it -> it.initContainers = List.of(TestContainers.init(init -> {})));

    assertThat(rendered(migrating, Duration.ofMinutes(1))).containsExactly(600);
    assertThat(rendered(migrating, Duration.ofHours(2))).containsExactly(7200 + 300);
    assertThat(rendered(migrating, Duration.ofHours(24))).containsExactly(86400 + 300);
    assertThat(rendered(plain, Duration.ofHours(2))).containsExactly(600);
  }

  private static List<Integer> rendered(AppSpec spec, Duration deadline) {
    CommandRef command =
        new CommandRef(
            "command-1",
            "deploy",
            "ann",
            TestSnapshots.NOON,
            TestSnapshots.NOON.plus(deadline),
            "berth.commands-1:1");
    return deadlines(
        AppManifests.of(
            new DesiredState(
                "dc-a",
                TestApps.CART,
                TestSnapshots.release(1, spec, ReleaseOutcome.GOOD),
                3,
                true,
                false,
                null,
                null,
                true,
                command,
                null,
                null)));
  }

  @Test
  void parallelRelease_hasItsOwnDeadline() {
    Probes patient = new Probes(null, null, probe(LIVE, 0, 60, 20));
    Release next = release(2, patient);
    List<HasMetadata> objects =
        AppManifests.of(
            new DesiredState(
                "dc-a",
                TestApps.CART,
                release(1, null),
                3,
                true,
                false,
                null,
                null,
                true,
                TestSnapshots.live(next, 3).lastCommand(),
                new ParallelRelease(Track.CANARY, "cart--canary", next, 1, 3, 0, null, null),
                null));

    assertThat(deadlines(objects)).containsExactly(1501, 600);
  }

  private static List<Integer> rendered(@Nullable Probes probes) {
    return deadlines(List.of(TestSnapshots.live(release(1, probes), 3).deployment()));
  }

  private static List<Integer> deadlines(List<HasMetadata> objects) {
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .map(deployment -> deployment.getSpec().getProgressDeadlineSeconds())
        .toList();
  }

  private static Release release(long number, @Nullable Probes probes) {
    return TestSnapshots.release(
        number, TestApps.with(spec(GOOD, 3), spec(GOOD, 3).limits(), probes), ReleaseOutcome.GOOD);
  }

  private static Probe probe(ProbeCheck check, int delay, int period, int threshold) {
    return new Probe(
        check,
        Duration.ofSeconds(delay),
        Duration.ofSeconds(period),
        Duration.ofSeconds(1),
        threshold);
  }
}
