/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.kubelet.ContainerRun.ContainerState;
import io.berth.simulator.rules.ResourceQuantity;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What containers use: CPU along the application's load curve, shared by its ready pods and never
 * above the limit; memory as annotated, a quiet share of the limit otherwise.
 */
final class ResourceUsage {

  private static final double IDLE_MILLIS = 12;
  private static final long IDLE_BYTES = 96L << 20;

  private final Store store;

  ResourceUsage(Store store) {
    this.store = store;
  }

  void sample(Collection<PodRun> runs, Duration since, Instant now) {
    Map<String, Integer> ready = new HashMap<>();
    runs.stream().filter(ResourceUsage::isReady).forEach(r -> ready.merge(app(r), 1, Integer::sum));
    for (PodRun run : runs) {
      for (ContainerRun container : run.containers) {
        sample(run, container, ready.getOrDefault(app(run), 1), now);
        container.cpuSeconds += container.cpuMillis / 1000 * since.toMillis() / 1000;
      }
    }
  }

  private void sample(PodRun run, ContainerRun container, int sharers, Instant now) {
    if (!container.isRunning()) {
      container.cpuMillis = 0;
      container.memoryBytes = 0;
      return;
    }
    JsonNode limits = JsonTrees.at(run.spec(container), "resources", "limits");
    double wanted = isReady(run) ? load(run, now) / sharers / run.containers.size() : 0;
    double noise = 1 + Math.sin(now.toEpochMilli() / 3000.0 + run.uid.hashCode()) * 0.02;
    double millis = Math.max(IDLE_MILLIS, wanted) * noise;
    long limit = ResourceQuantity.millis(limits);
    container.cpuMillis = limit > 0 ? Math.min(millis, limit) : millis;
    container.memoryBytes = memory(run, container, ResourceQuantity.bytes(limits), now);
  }

  private static long memory(PodRun run, ContainerRun container, long limit, Instant now) {
    if (container.step == ContainerRun.LifecycleStep.RUN_OUT_OF_MEMORY
        && container.state instanceof ContainerState.Running(Instant since)) {
      double share = Math.min(0.98, 0.3 + Duration.between(since, now).toMillis() / 2000.0);
      return (long) ((limit > 0 ? limit : IDLE_BYTES * 8) * share);
    }
    String said = ObjectMeta.annotation(run.pod, "sim.berth.io/memory");
    long bytes =
        ResourceQuantity.isValid(said) ? ResourceQuantity.parse(said).longValue() : IDLE_BYTES;
    long shared = bytes / run.containers.size();
    return limit > 0 ? Math.min(shared, limit) : shared;
  }

  private double load(PodRun run, Instant now) {
    LoadCurve curve = LoadCurve.parse(ObjectMeta.annotation(run.pod, "sim.berth.io/load"));
    if (curve.isEmpty()) {
      return 0;
    }
    Instant zero = deployment(run).map(ObjectMeta::created).orElse(ObjectMeta.created(run.pod));
    return curve.at(Duration.between(zero, now));
  }

  private Optional<ObjectNode> deployment(PodRun run) {
    return owner(run.pod).flatMap(set -> owner(set));
  }

  private Optional<ObjectNode> owner(JsonNode object) {
    return ObjectMeta.controller(object)
        .flatMap(
            o ->
                ApiResources.ofKind(JsonTrees.text(o, "apiVersion"), JsonTrees.text(o, "kind"))
                    .flatMap(
                        r ->
                            store.get(
                                new ObjectKey(
                                    r, ObjectMeta.namespace(object), JsonTrees.text(o, "name")))));
  }

  /** Pods of one deployment share its load, whatever their replica set. */
  private String app(PodRun run) {
    return deployment(run).map(ObjectMeta::uid).orElse(run.uid);
  }

  private static boolean isReady(PodRun run) {
    return run.goneAt == null && run.containers.stream().allMatch(c -> c.ready);
  }
}
