/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import io.berth.events.AppRef;
import io.berth.events.ClusterAppRef;
import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.metrics.ResourceSample.SourceFailure;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.MetricTarget.Basis;
import io.berth.events.scaling.MetricTarget.Resource;
import io.berth.events.scaling.MetricTarget.Utilization;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.events.scaling.ScalingPolicy.Mode;
import io.berth.scaler.hpa.ScalingState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application, its policies and its samples. Each pod requests 1000 of 10 000 millicores. */
public final class ScalingScenario {

  public static final ClusterAppRef CART = new ClusterAppRef("dc-a", "shop", "cart");
  public static final Instant NOW = Instant.parse("2026-11-11T00:00:00Z");
  public static final MetricTarget CPU_60 = new Utilization(Resource.CPU, Basis.REQUEST, 60);

  private static final long MIB = 1024 * 1024;

  private ScalingScenario() {}

  public static ScalingPolicy policy(int min, int max, MetricTarget... metrics) {
    return policy(Mode.ACTIVE, 1, min, max, Behavior.standard(), metrics);
  }

  static ScalingPolicy policy(
      Mode mode, long version, int min, int max, Behavior behavior, MetricTarget... metrics) {
    return new ScalingPolicy(
        new AppRef("shop", "cart"),
        version,
        mode,
        List.of(),
        min,
        max,
        List.of(metrics),
        Duration.ofSeconds(15),
        behavior,
        "ada");
  }

  /** A sample of pods that have run for an hour, one for each load, in millicores. */
  public static ResourceSample sample(Instant at, int replicas, long... loads) {
    List<PodSample> pods = new ArrayList<>();
    for (long load : loads) {
      pods.add(pod(at, "cart-" + pods.size(), load, 1_000L));
    }
    return sample(at, replicas, false, pods);
  }

  static ResourceSample sample(Instant at, int replicas, boolean rollingOut, List<PodSample> pods) {
    return new ResourceSample(
        CART, at, Duration.ofSeconds(15), "kubelet", replicas, rollingOut, pods);
  }

  static ResourceSample withFailures(ResourceSample sample, SourceFailure... failures) {
    return new ResourceSample(
        sample.app(),
        sample.sampledAt(),
        sample.window(),
        sample.source(),
        sample.specReplicas(),
        sample.rollingOut(),
        sample.pods(),
        List.of(failures));
  }

  static PodSample pod(Instant at, String name, @Nullable Long load, @Nullable Long request) {
    return pod(at, name, load, request, Duration.ofHours(1));
  }

  static PodSample pod(
      Instant at, String name, @Nullable Long load, @Nullable Long request, Duration age) {
    Instant started = at.minus(age);
    return new PodSample(
        name,
        name,
        "n1",
        "Running",
        false,
        started,
        true,
        started,
        at,
        List.of(
            new ContainerSample("cart", load, 200 * MIB, request, 10_000L, 300 * MIB, 400 * MIB)));
  }

  static CustomSample queue(Instant at, long length) {
    return new CustomSample(CART, at, "shop-exporter", "queue_length", length * 1_000, Map.of());
  }

  static CustomSample requests(Instant at, long... perPod) {
    Map<String, Long> values = new java.util.HashMap<>();
    for (long value : perPod) {
      values.put("cart-" + values.size(), value * 1_000);
    }
    return new CustomSample(CART, at, "shop-exporter", "requests", null, values);
  }

  /** A state that has decided before and has nothing in its windows. */
  static ScalingState previousState() {
    return previousState(List.of());
  }

  static ScalingState previousState(List<io.berth.scaler.hpa.Recommendation> past) {
    return new ScalingState(NOW.minusSeconds(60), 1, past, List.of(), new java.util.TreeMap<>());
  }
}
