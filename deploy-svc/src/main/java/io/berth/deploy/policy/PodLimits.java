/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.events.command.AppSpec;
import io.berth.events.command.AppSpec.Limits;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one pod may use, as a quota counts it: the sum of the containers that run together, or what
 * the largest init container needs, where that is more.
 */
record PodLimits(long cpuMillis, long memoryBytes) {

  /** Null where the application's own container has none, which another rule refuses. */
  static @Nullable PodLimits of(AppSpec spec) {
    Limits own = spec.limits();
    if (own == null) {
      return null;
    }
    List<Limits> running =
        Stream.concat(
                Stream.of(own),
                spec.sidecars().stream().map(it -> it.limits()).filter(Objects::nonNull))
            .toList();
    List<Limits> before =
        spec.initContainers().stream().map(it -> it.limits()).filter(Objects::nonNull).toList();
    return new PodLimits(
        effective(running, before, Limits::cpuMillis),
        effective(running, before, Limits::memoryBytes));
  }

  private static long effective(
      List<Limits> running, List<Limits> before, ToLongFunction<Limits> amount) {
    return Math.max(
        running.stream().mapToLong(amount).sum(),
        before.stream().mapToLong(amount).max().orElse(0));
  }
}
