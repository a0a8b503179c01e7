/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AdditionalContainer.Sidecar;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a pod must stay ready before it counts as available ({@code minReadySeconds}): as long
 * as its liveness probe may take to kill the container for the first time. Otherwise a release that
 * is ready, and killed every few seconds, would count as rolled out.
 *
 * <p>Without a liveness probe nothing kills the container, and a liveness probe that checks what
 * the readiness probe checks passes where the pod is ready: then the window is zero. The longest
 * window is far below the shortest {@link ProgressDeadline}, as the API server requires.
 */
final class LivenessWindow {

  /** Each batch of a roll-out waits as long. A default liveness probe takes 31 seconds. */
  private static final Duration MAX = Duration.ofSeconds(30);

  private static final int UNPROBED = 10;

  private LivenessWindow() {}

  /** The longest of the pod's containers: each of them may be killed. */
  static @Nullable Integer ofPods(AppSpec spec) {
    int longest =
        Stream.concat(
                Stream.of(seconds(spec.probes())),
                spec.sidecars().stream().map(LivenessWindow::seconds))
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
    return longest == 0 ? null : longest;
  }

  /** One that no readiness probe holds back is ready when it starts, and may end right after. */
  private static int seconds(Sidecar sidecar) {
    Probes probes = sidecar.probes();
    int window = seconds(probes);
    return probes == null || probes.readiness() == null ? Math.max(window, UNPROBED) : window;
  }

  private static int seconds(@Nullable Probes probes) {
    Integer seconds = minReadySeconds(probes);
    return seconds == null ? 0 : seconds;
  }

  /** Null where the window is zero: it is the default, which the API server does not store. */
  static @Nullable Integer minReadySeconds(@Nullable Probes probes) {
    Duration window = probes == null ? Duration.ZERO : of(probes.liveness(), probes.readiness());
    return window.isZero() ? null : Math.toIntExact(window.toSeconds());
  }

  private static Duration of(@Nullable Probe liveness, @Nullable Probe readiness) {
    if (liveness == null || isImpliedBy(readiness, liveness)) {
      return Duration.ZERO;
    }
    Duration window =
        liveness
            .initialDelay()
            .plus(liveness.period().multipliedBy(liveness.failureThreshold()))
            .plus(liveness.timeout());
    return window.compareTo(MAX) < 0 ? window : MAX;
  }

  private static boolean isImpliedBy(@Nullable Probe readiness, Probe liveness) {
    return readiness != null
        && readiness.check().equals(liveness.check())
        && readiness.timeout().compareTo(liveness.timeout()) <= 0;
  }
}
