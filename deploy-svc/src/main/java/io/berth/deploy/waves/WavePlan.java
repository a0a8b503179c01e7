/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import io.berth.events.command.ClusterOrder;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The waves of a command, first to last. A cluster in none of them belongs to one more wave after
 * the last: those after a canary cluster need not be named.
 *
 * @param waves the clusters of each, at least one wave
 * @param bake how long a wave is watched before the next starts
 */
public record WavePlan(List<List<String>> waves, Duration bake) {

  public WavePlan {
    waves = waves.stream().map(List::copyOf).toList();
  }

  /** Empty where every cluster of the command starts at once. */
  public static Optional<WavePlan> of(CommandMeta meta) {
    List<List<String>> waves = new ArrayList<>();
    Duration bake = Duration.ZERO;
    if (meta.partialFailure() instanceof PartialFailurePolicy.CanaryFirst(String first)) {
      waves.add(List.of(first));
    }
    if (meta.order() instanceof ClusterOrder.Waves given) {
      bake = given.bake();
      List<String> ahead = waves.isEmpty() ? List.of() : waves.getFirst();
      given.waves().stream()
          .map(wave -> wave.stream().filter(name -> !ahead.contains(name)).toList())
          .filter(wave -> !wave.isEmpty())
          .forEach(waves::add);
    }
    return waves.isEmpty() ? Optional.empty() : Optional.of(new WavePlan(waves, bake));
  }

  /** The cluster's wave, counted from 0. */
  int waveOf(String cluster) {
    for (int i = 0; i < waves.size(); i++) {
      if (waves.get(i).contains(cluster)) {
        return i;
      }
    }
    return waves.size();
  }

  /** Whether the cluster is in the first wave. */
  public boolean isFirst(String cluster) {
    return waveOf(cluster) == 0;
  }

  /** Counted from 1. */
  static String label(int wave) {
    return "wave " + (wave + 1);
  }
}
