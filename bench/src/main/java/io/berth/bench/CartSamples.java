/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Samples of a typical application: two metrics, pods of one container. */
final class CartSamples {

  static final Instant START = Instant.parse("2026-11-11T00:00:00Z");

  private static final long MIB = 1024 * 1024;

  private CartSamples() {}

  static ScalingPolicy policy() {
    return new ScalingPolicy(
        new AppRef("shop", "cart"),
        1,
        ScalingPolicy.Mode.ACTIVE,
        List.of(),
        2,
        40,
        List.of(
            new Utilization(Resource.CPU, Basis.REQUEST, 60),
            new Utilization(Resource.MEMORY, Basis.LIMIT, 80)),
        Duration.ofSeconds(15),
        Behavior.standard(),
        "ada");
  }

  /** A sample of so many pods that share a load in millicores. */
  static ResourceSample sample(Instant at, int pods, long load) {
    return new ResourceSample(
        new ClusterAppRef("dc-a", "shop", "cart"),
        at,
        Duration.ofSeconds(15),
        "kubelet",
        pods,
        false,
        IntStream.range(0, pods).mapToObj(pod -> pod(at, pod, load / pods)).toList());
  }

  private static PodSample pod(Instant at, int number, long load) {
    Instant started = at.minus(Duration.ofHours(1));
    String name = "cart-6d4cf56db6-" + number;
    return new PodSample(
        name,
        "0b0a6c7e-5b3f-4d55-9d0e-" + number,
        "node-" + number % 4,
        "Running",
        false,
        started,
        true,
        started,
        at,
        List.of(
            new ContainerSample("cart", load, 200 * MIB, 1_000L, 2_000L, 300 * MIB, 400 * MIB)));
  }
}
