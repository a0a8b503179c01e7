/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.AppSpec;
import io.berth.events.command.Probes;
import io.berth.events.command.Probes.Probe;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the Deployment controller waits for a pod before it gives up the roll-out ({@code
 * progressDeadlineSeconds}): as long as the pod's probes let it start, and its liveness window,
 * with a reserve. Otherwise an application that may start for longer than the default fails while
 * its probes are content.
 *
 * <p>Nothing bounds how long an init container works. With one, the controller waits at least until
 * the command's deadline, so that a migration may take as long as the requester gave it.
 */
final class ProgressDeadline {

  /** Kubernetes' default. */
  private static final Duration MIN = Duration.ofMinutes(10);

  /** For the scheduler, the pull of the image and the volumes. */
  private static final Duration RESERVE = Duration.ofMinutes(5);

  private ProgressDeadline() {}

  static int of(DesiredState desired) {
    int pods = ofPods(desired.release().spec());
    if (desired.release().spec().initContainers().isEmpty()) {
      return pods;
    }
    CommandRef command = desired.command();
    Duration given = Duration.between(command.issuedAt(), command.deadline()).plus(RESERVE);
    return Math.max(pods, Math.toIntExact(given.toSeconds()));
  }

  /** The longest that one of the pod's containers needs. */
  private static int ofPods(AppSpec spec) {
    return Stream.concat(
            Stream.of(seconds(spec.probes())),
            spec.sidecars().stream().map(sidecar -> seconds(sidecar.probes())))
        .mapToInt(Integer::intValue)
        .max()
        .orElseThrow();
  }

  /** Greater than {@code minReadySeconds}, as the API server requires. */
  static int seconds(@Nullable Probes probes) {
    Duration needed =
        start(probes)
            .plusSeconds(Objects.requireNonNullElse(LivenessWindow.minReadySeconds(probes), 0))
            .plus(RESERVE);
    return Math.toIntExact((needed.compareTo(MIN) < 0 ? MIN : needed).toSeconds());
  }

  /** From the start of the container until it is ready at the latest. */
  private static Duration start(@Nullable Probes probes) {
    if (probes == null) {
      return Duration.ZERO;
    }
    Probe startup = probes.startup();
    Probe readiness = probes.readiness();
    Duration started =
        startup == null ? Duration.ZERO : startup.initialDelay().plus(failures(startup));
    return readiness == null
        ? started
        : Stream.of(started, readiness.initialDelay())
            .max(Duration::compareTo)
            .orElseThrow()
            .plus(failures(readiness));
  }

  private static Duration failures(Probe probe) {
    return probe.period().multipliedBy(probe.failureThreshold()).plus(probe.timeout());
  }
}
