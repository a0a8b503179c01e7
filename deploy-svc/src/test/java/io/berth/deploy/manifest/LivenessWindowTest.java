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
import io.berth.events.command.AdditionalContainer.Sidecar;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import io.berth.events.command.Probes.ProbeCheck;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivenessWindowTest {

  private static final ProbeCheck LIVE = new ProbeCheck.Http("/live", 8080);
  private static final ProbeCheck READY = new ProbeCheck.Http("/ready", 8080);

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1, 2",
    "0, 2, 1, 3, 7",
    "5, 2, 3, 4, 16",
    "0, 10, 1, 3, 30",
    "3600, 10, 1, 3, 30",
  })
  void firstLivenessWindow_hasToPass_beforeAPodIsAvailable(
      int delay, int period, int timeout, int threshold, int wanted) {
    Probe liveness = probe(LIVE, delay, period, timeout, threshold);

    assertThat(minReadySeconds(new Probes(liveness, probe(READY, 0, 1, 1, 3), null)))
        .isEqualTo(wanted);
    assertThat(minReadySeconds(new Probes(liveness, null, null))).isEqualTo(wanted);
  }

  @Test
  void withoutALivenessProbe_readyIsAvailable() {
    assertThat(minReadySeconds(null)).isNull();
    assertThat(minReadySeconds(new Probes(null, probe(READY, 0, 1, 1, 3), null))).isNull();
  }

  @Test
  void livenessProbeThatChecksWhatReadinessChecks_passesWhereThePodIsReady() {
    Probe liveness = probe(READY, 0, 2, 2, 1);

    assertThat(minReadySeconds(new Probes(liveness, probe(READY, 5, 10, 2, 3), null))).isNull();
    assertThat(minReadySeconds(new Probes(liveness, probe(READY, 0, 2, 3, 1), null))).isEqualTo(4);
  }

  @Test
  void sidecarThatNothingHoldsBack_hasToRunForTenSeconds_andTheLongestWindowCounts() {
    Probe ready = probe(READY, 0, 1, 1, 3);
    Sidecar bare = TestContainers.sidecar(it -> {});
    Sidecar watched =
        TestContainers.sidecar(it -> it.probes = new Probes(probe(LIVE, 0, 5, 1, 4), ready, null));
    Sidecar held = TestContainers.sidecar(it -> it.probes = new Probes(null, ready, null));

    assertThat(beside(bare)).isEqualTo(10);
    assertThat(beside(bare, watched)).isEqualTo(21);
    assertThat(beside(held)).isNull();
  }

  private static @Nullable Integer beside(Sidecar... sidecars) {
    return LivenessWindow.ofPods(
        AppSpecBuilder.with(spec(GOOD, 3), it -> it.sidecars = List.of(sidecars)));
  }

  private static @Nullable Integer minReadySeconds(@Nullable Probes probes) {
    Release release =
        TestSnapshots.release(
            1, TestApps.with(spec(GOOD, 3), spec(GOOD, 3).limits(), probes), ReleaseOutcome.GOOD);
    Deployment deployment = TestSnapshots.live(release, 3).deployment();
    Integer window = deployment.getSpec().getMinReadySeconds();
    assertThat(deployment.getSpec().getProgressDeadlineSeconds())
        .isGreaterThan(window == null ? 0 : window);
    return window;
  }

  private static Probe probe(ProbeCheck check, int delay, int period, int timeout, int threshold) {
    return new Probe(
        check,
        Duration.ofSeconds(delay),
        Duration.ofSeconds(period),
        Duration.ofSeconds(timeout),
        threshold);
  }
}
