/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.hpa;

import io.berth.events.metrics.PodSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Pods in the states of the HPA's published examples, a letter for each. */
final class TestPods {

  /** The HPA's examples are built on these. */
  static final PodReadinessRules RULES =
      new PodReadinessRules(Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofDays(1));

  static final Instant NOW = Instant.EPOCH.plus(Duration.ofHours(1));
  static final Duration WINDOW = Duration.ofSeconds(60);

  private TestPods() {}

  /**
   * R ready, r not ready, H ready and just started, h not ready and just started, C ready and
   * started 3 minutes ago, P pending, F failed, S succeeded, D deleting.
   */
  static List<PodSample> of(String letters) {
    List<PodSample> pods = new ArrayList<>();
    for (char letter : letters.toCharArray()) {
      pods.add(pod("pod-" + pods.size(), letter));
    }
    return pods;
  }

  private static PodSample pod(String name, char letter) {
    return switch (letter) {
      case 'R' -> running(name, Instant.EPOCH, true);
      case 'r' -> running(name, Instant.EPOCH, false);
      case 'H' -> running(name, NOW, true);
      case 'h' -> running(name, NOW, false);
      case 'C' -> running(name, NOW.minus(Duration.ofMinutes(3)), true);
      case 'P' -> pod(name, "Pending", false);
      case 'F' -> pod(name, "Failed", false);
      case 'S' -> pod(name, "Succeeded", false);
      case 'D' -> pod(name, "Running", true);
      default -> throw new IllegalArgumentException("No pod state '" + letter + "'");
    };
  }

  private static PodSample running(String name, Instant started, boolean ready) {
    Instant epoch = Instant.EPOCH;
    return new PodSample(
        name, name, "n1", "Running", false, started, ready, epoch, epoch, List.of());
  }

  private static PodSample pod(String name, String phase, boolean deleting) {
    Instant epoch = Instant.EPOCH;
    return new PodSample(name, name, "n1", phase, deleting, epoch, true, epoch, epoch, List.of());
  }
}
