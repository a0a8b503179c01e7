/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.events.alert.AlertRule;
import io.berth.monitor.alerting.ContainerSeen.Ended;
import io.berth.monitor.alerting.Observation.NodeSeen;
import io.berth.monitor.alerting.Observation.Tick;
import io.berth.monitor.alerting.Observation.UsageSeen;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Observations by name. Every time is counted in seconds from {@link #T0}. */
final class Seen {

  static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
  static final Subject CART = Subject.deployment("dc-a", "shop", "cart");
  static final Subject NODE = Subject.node("dc-a", "node-1");
  static final RolloutSeen THREE = rollout(3, 3);

  private Seen() {}

  static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  static AlertRule rule(String name) {
    return RuleBook.of(1, List.of()).byName().get(name);
  }

  static RolloutSeen rollout(int wanted, int available) {
    return new RolloutSeen(wanted, available, wanted, false, false, T0, null);
  }

  static WorkloadSeen workload(long at, RolloutSeen rollout, PodSeen... pods) {
    return new WorkloadSeen(at(at), true, true, rollout, Arrays.asList(pods), List.of());
  }

  static WorkloadSeen workload(long at, PodSeen... pods) {
    return workload(at, THREE, pods);
  }

  static PodSeen pod(String name, ContainerSeen... containers) {
    boolean ready = Arrays.stream(containers).allMatch(ContainerSeen::ready);
    return new PodSeen(
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
        Arrays.asList(containers));
  }

  static PodSeen pending(PodSeen pod) {
    return new PodSeen(
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
        pod.containers());
  }

  static PodSeen onLostNode(PodSeen pod) {
    return new PodSeen(
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
        pod.containers());
  }

  static PodSeen unschedulable(String name) {
    return new PodSeen(
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
        List.of());
  }

  static ContainerSeen healthy(int restarts) {
    return new ContainerSeen("cart", restarts, true, "id-" + restarts, null, null, T0, null, null);
  }

  static ContainerSeen waiting(String reason, int restarts) {
    return new ContainerSeen(
        "cart", restarts, false, null, reason, "because of " + reason, null, null, null);
  }

  static ContainerSeen ended(String reason, int exitCode, long finished, int restarts) {
    Ended end = new Ended(reason, exitCode, at(finished), "id-" + restarts);
    return new ContainerSeen(
        "cart", restarts, false, "id-" + restarts, null, null, null, end, null);
  }

  static ContainerSeen healthyAfter(String reason, int exitCode, long finished, int restarts) {
    Ended end = new Ended(reason, exitCode, at(finished), "id-" + (restarts - 1));
    return new ContainerSeen(
        "cart", restarts, true, "id-" + restarts, null, null, at(finished), null, end);
  }

  static UsageSeen usage(long at, Long cpu, Long memory) {
    return new UsageSeen(
        at(at), List.of(new ContainerUsage("cart", "cart-1", cpu, 1000L, memory, 1000L)));
  }

  static NodeSeen node(long at, String ready) {
    return new NodeSeen(at(at), ready, false, at(at), "KubeletReady: said the kubelet");
  }

  static Tick tick(long at) {
    return new Tick(at(at), null, T0);
  }

  static Tick staleTick(long at, long since) {
    return new Tick(at(at), at(since), T0);
  }

  static Duration flapWindow() {
    return Duration.ofMinutes(15);
  }
}
