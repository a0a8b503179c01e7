/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.observation.ContainerSnapshot;
import io.berth.monitor.observation.ContainerSnapshot.Termination;
import io.berth.monitor.observation.ContainerUsage;
import io.berth.monitor.observation.Observation.NodeObserved;
import io.berth.monitor.observation.Observation.Tick;
import io.berth.monitor.observation.Observation.UsageObserved;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.PodSnapshot;
import io.berth.monitor.observation.RolloutSnapshot;
import io.berth.monitor.observation.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Observations for tests. Times are in seconds after {@link #T0}. */
public final class TestObservations {

  public static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
  public static final Subject CART = Subject.deployment("dc-a", "shop", "cart");
  public static final Subject NODE = Subject.node("dc-a", "node-1");
  public static final RolloutSnapshot THREE = rollout(3, 3);

  private TestObservations() {}

  public static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  public static AlertRule rule(String name) {
    return AlertRuleSet.of(1, List.of()).byName().get(name);
  }

  public static RolloutSnapshot rollout(int wanted, int available) {
    return new RolloutSnapshot(wanted, available, wanted, false, false, T0, null, null);
  }

  public static WorkloadObserved workload(long at, RolloutSnapshot rollout, PodSnapshot... pods) {
    return new WorkloadObserved(
        at(at), null, null, true, true, rollout, Arrays.asList(pods), List.of());
  }

  public static WorkloadObserved workload(long at, PodSnapshot... pods) {
    return workload(at, THREE, pods);
  }

  public static PodSnapshot pod(String name, ContainerSnapshot... containers) {
    boolean ready = Arrays.stream(containers).allMatch(ContainerSnapshot::ready);
    return new PodSnapshot(
        name,
        "Running",
        "node-1",
        true,
        ready,
        T0,
        ready ? null : "containers with unready status: [cart]",
        false,
        T0,
        null,
        Arrays.asList(containers),
        null);
  }

  public static PodSnapshot pending(PodSnapshot pod) {
    return new PodSnapshot(
        pod.name(),
        "Pending",
        pod.node(),
        pod.nodeReady(),
        false,
        T0,
        null,
        false,
        T0,
        null,
        pod.containers(),
        null);
  }

  public static PodSnapshot onLostNode(PodSnapshot pod) {
    return new PodSnapshot(
        pod.name(),
        pod.phase(),
        pod.node(),
        false,
        pod.ready(),
        pod.readySince(),
        pod.readyMessage(),
        false,
        T0,
        null,
        pod.containers(),
        null);
  }

  public static PodSnapshot unschedulable(String name) {
    return new PodSnapshot(
        name,
        "Pending",
        null,
        true,
        null,
        null,
        null,
        true,
        T0,
        "0/3 nodes are available: 3 Insufficient cpu.",
        List.of(),
        null);
  }

  public static ContainerSnapshot healthy(int restarts) {
    return new ContainerSnapshot(
        "cart", restarts, true, "id-" + restarts, null, null, T0, null, null);
  }

  public static ContainerSnapshot waiting(String reason, int restarts) {
    return new ContainerSnapshot(
        "cart", restarts, false, null, reason, "because of " + reason, null, null, null);
  }

  public static ContainerSnapshot ended(String reason, int exitCode, long finished, int restarts) {
    Termination end = new Termination(reason, exitCode, at(finished), "id-" + restarts);
    return new ContainerSnapshot(
        "cart", restarts, false, "id-" + restarts, null, null, null, end, null);
  }

  public static ContainerSnapshot healthyAfter(
      String reason, int exitCode, long finished, int restarts) {
    Termination end = new Termination(reason, exitCode, at(finished), "id-" + (restarts - 1));
    return new ContainerSnapshot(
        "cart", restarts, true, "id-" + restarts, null, null, at(finished), null, end);
  }

  public static UsageObserved usage(long at, Long cpu, Long memory) {
    return new UsageObserved(
        at(at), List.of(new ContainerUsage("cart", "cart-1", cpu, 1000L, memory, 1000L)));
  }

  public static NodeObserved node(long at, String ready) {
    return new NodeObserved(at(at), ready, false, at(at), "KubeletReady: said the kubelet");
  }

  public static Tick tick(long at) {
    return new Tick(at(at), null, T0);
  }

  public static Tick staleTick(long at, long since) {
    return new Tick(at(at), at(since), T0);
  }

  public static Duration flapWindow() {
    return Duration.ofMinutes(15);
  }
}
