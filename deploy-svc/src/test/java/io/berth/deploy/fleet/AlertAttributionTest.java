/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Alert by track, time and what was before. The command is given at noon; seconds are counted from
 * then.
 */
class AlertAttributionTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest(name = "{0} ({1}) on {2}, began {3}, fired {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        // The release's own pods.
        "PodCrashLooping,    Error,                  canary,  20,  40, true",
        "ContainerOOMKilled, -,                      canary,  20,  20, true",
        "ImagePullFailing,   ImagePullBackOff,       canary,   5,  65, true",
        "PodUnschedulable,   -,                      canary,   5, 905, true",
        "RolloutStuck,       -,                      canary, 600, 600, true",
        "WorkloadDown,       BecameUnavailable,      canary,  90, 120, true",
        "WorkloadDown,       StartupBudgetExceeded,  canary,   5, 605, true",
        "PodNotReady,        StartupBudgetExceeded,  canary,   5, 605, true",
        "ErrorBudgetBurn,    -,                      canary,  20,  40, true",
        // Perhaps not up yet, by a monitor that does not say (argo-rollouts 811): the roll-out
        // looks.
        "WorkloadDown,       -,                      canary,   5,  35, false",
        "PodNotReady,        -,                      canary,   5, 305, false",
        "WorkloadDown,       -,                      canary,  90, 120, false",
        // Of the canary before this one, which had the same name.
        "PodCrashLooping,    Error,                  canary, -90, -60, false",
        "WorkloadDown,       BecameUnavailable,      canary, -90, -60, false",
        "PodCrashLooping,    Error,                  canary, -30,  20, false",
        "ImagePullFailing,   ImagePullBackOff,       canary, -55,   5, false",
        "ErrorBudgetBurn,    -,                      canary,  -1,  40, false",
        // What ran before, well when the command was given, and broken since.
        "WorkloadDown,       BecameUnavailable,      stable,  20,  50, true",
        "WorkloadDown,       -,                      stable,  20,  50, true",
        "PodNotReady,        BecameNotReady,         stable,  20, 320, true",
        "PodCrashLooping,    Error,                  stable,  20,  80, true",
        "ErrorBudgetBurn,    -,                      stable,  20,  40, true",
        // What ran before and was unwell already (argo-rollouts 995), however late it fires.
        "WorkloadDown,       BecameUnavailable,      stable, -60, -30, false",
        "WorkloadDown,       BecameUnavailable,      stable, -10,  20, false",
        "PodCrashLooping,    Error,                  stable, -50,  10, false",
        "PodNotReady,        BecameNotReady,         stable,-290,  10, false",
        "RolloutStuck,       -,                      stable,-900,   5, false",
        // Pods of what ran before that do not come up: this release did not make them.
        "ImagePullFailing,   ImagePullBackOff,       stable,  20,  80, false",
        "PodUnschedulable,   -,                      stable,  20, 920, false",
        "RolloutStuck,       -,                      stable,  20,  20, false",
        "WorkloadDown,       StartupBudgetExceeded,  stable,  20, 620, false",
        "PodNotReady,        StartupBudgetExceeded,  stable,  20, 620, false",
        // Of another release beside: one that was taken away.
        "PodCrashLooping,    Error,                  preview, 20,  40, false",
      })
  void alert_countsAgainstTheParallelReleaseThatCausedIt(
      String name, @Nullable String reason, String track, long began, long fired, boolean speaks) {
    assertThat(
            AlertAttribution.speaksAgainst(
                alert(name, reason, track, began, fired), "canary", NOON))
        .isEqualTo(speaks);
  }

  @ParameterizedTest(name = "{0} ({1}) on {2}, began {3}, fired {4}, succeeded there {5}")
  @CsvSource(
      nullValues = "-",
      value = {
        // The ordinary start of the first wave, by a monitor that cannot tell it from down.
        "WorkloadDown,     -,                      stable,   3,  33,   -, false",
        "WorkloadDown,     -,                      stable,   3,  33,  60, false",
        "PodNotReady,      -,                      stable,   3, 303, 400, false",
        "WorkloadDown,     -,                      canary,   3,  33,   -, false",
        // It broke after it was up.
        "WorkloadDown,     -,                      stable,  90, 120,  60, true",
        "WorkloadDown,     BecameUnavailable,      stable,  90, 120,  60, true",
        "PodNotReady,      BecameNotReady,         stable,  90, 390,  60, true",
        "PodCrashLooping,  Error,                  stable,  90, 150,  60, true",
        "ErrorBudgetBurn,  -,                      stable,  90,  90,  60, true",
        // It breaks while it comes up, or never does.
        "PodCrashLooping,  Error,                  stable,   5,  65,   -, true",
        "PodCrashLooping,  Error,                  canary,   5,  65,   -, true",
        "ImagePullFailing, ErrImagePull,           stable,   5,  65,   -, true",
        "RolloutStuck,     -,                      stable, 600, 600,   -, true",
        "WorkloadDown,     StartupBudgetExceeded,  stable,   3, 603,   -, true",
        // What served before was taken down with it.
        "WorkloadDown,     BecameUnavailable,      stable,   3,  33,   -, true",
        // It was unwell before the command, however late it fires: perhaps this is its cure.
        "WorkloadDown,     BecameUnavailable,      stable, -60, -30,   -, false",
        "WorkloadDown,     BecameUnavailable,      stable, -10,  20,   -, false",
        "PodCrashLooping,  Error,                  stable, -30,  30,  60, false",
        "RolloutStuck,     -,                      stable,-600,   1,   -, false",
      })
  void alert_stopsTheWavesAfterTheReleaseThatCausedIt(
      String name,
      @Nullable String reason,
      String track,
      long began,
      long fired,
      @Nullable Long succeeded,
      boolean stops) {
    assertThat(
            AlertAttribution.stopsWaves(
                alert(name, reason, track, began, fired),
                NOON,
                succeeded == null ? null : NOON.plusSeconds(succeeded)))
        .isEqualTo(stops);
  }

  private static CriticalAlert alert(
      String name, @Nullable String reason, String track, long began, long fired) {
    return new CriticalAlert(
        "dc-a",
        "shop",
        "cart",
        "cart",
        track,
        name,
        reason,
        "",
        NOON.plusSeconds(began),
        NOON.plusSeconds(fired),
        null);
  }
}
