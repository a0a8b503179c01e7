/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.controllers.Controller;
import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** The kubelets of all nodes of one cluster: they run pods, write their status and their logs. */
public final class SimulatedKubelets implements Controller {

  private final Store store;
  private final RestStorage objects;
  private final Timings timings;
  private final ContainerLifecycle lifecycle;
  private final ResourceUsage usage;
  private final LogShipper shipping;
  private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
  private int addresses = 2;
  private Instant sampled = Instant.EPOCH;

  public SimulatedKubelets(
      Store store,
      RestStorage objects,
      EventRecorder events,
      Timings timings,
      LogShipper shipping) {
    this.store = store;
    this.objects = objects;
    this.timings = timings;
    this.shipping = shipping;
    this.lifecycle =
        new ContainerLifecycle(
            timings,
            events,
            new EnvironmentReferences(store),
            new VolumeReferences(store),
            new VolumeAttachments(store, runs::values));
    this.usage = new ResourceUsage(store);
  }

  @Override
  public void reconcile(Instant now) {
    List<ObjectNode> pods = store.list(ApiResources.PODS, "").items();
    Map<String, Boolean> seen = new java.util.HashMap<>();
    for (ObjectNode pod : pods) {
      if (!JsonTrees.text(pod, "spec", "nodeName").isEmpty()) {
        seen.put(ObjectMeta.uid(pod), true);
        reconcile(pod, now);
      }
    }
    runs.values().stream().filter(r -> !seen.containsKey(r.uid)).forEach(this::forget);
    if (!sampled.plusSeconds(1).isAfter(now)) {
      Duration since =
          sampled.equals(Instant.EPOCH) ? Duration.ZERO : Duration.between(sampled, now);
      usage.sample(runs.values(), since, now);
      sampled = now;
    }
  }

  private void reconcile(ObjectNode pod, Instant now) {
    PodRun run =
        runs.computeIfAbsent(
            ObjectMeta.uid(pod), _ -> new PodRun(pod, address(), now, timings, shipping));
    run.pod = pod;
    if (ObjectMeta.isTerminating(pod)) {
      terminate(run, now);
      return;
    }
    boolean changed = JsonTrees.text(pod, "status", "podIP").isEmpty();
    for (ContainerRun container : run.runnable()) {
      changed |= lifecycle.advance(run, container, now) || container.stale;
      container.stale = false;
      write(container, run, now);
    }
    if (changed) {
      writeStatus(run, now);
    }
  }

  private void writeStatus(PodRun run, Instant now) {
    ObjectNode next = run.pod.deepCopy();
    next.set("status", PodStatus.of(run, now));
    try {
      objects.update(
          ObjectMeta.key(ApiResources.PODS, next), "status", next, WriteOptions.INTERNAL);
    } catch (ApiException e) {
      run.all().forEach(c -> c.stale = true); // somebody was quicker: again at the next tick
    }
  }

  private static void write(ContainerRun container, PodRun run, Instant now) {
    if (container.isRunning() && container.ready && !now.isBefore(container.nextLog)) {
      container.log(now, container.app.request(now));
      container.nextLog = now.plusMillis(1000 + Math.floorMod(run.uid.hashCode(), 500));
    }
  }

  private void terminate(PodRun run, Instant now) {
    if (run.goneAt == null) {
      lifecycle.requestStop(run);
      int grace = JsonTrees.number(run.pod, 30, "metadata", "deletionGracePeriodSeconds");
      Duration stop = grace == 0 ? Duration.ZERO : timings.stop();
      run.goneAt = now.plus(stop);
      run.containers.forEach(c -> c.ready = false);
      writeStatus(run, now);
    } else if (lifecycle.stop(run, now)) {
      writeStatus(run, now);
    } else if (!now.isBefore(run.goneAt) && !ObjectMeta.hasFinalizers(run.pod)) {
      objects.remove(new ObjectKey(ApiResources.PODS, run.namespace(), run.name()));
      forget(run);
    }
  }

  private void forget(PodRun run) {
    runs.remove(run.uid);
    run.all().forEach(c -> c.log.end());
  }

  private String address() {
    int n = addresses++;
    return "10.244." + (n / 250) % 250 + "." + n % 250;
  }

  /** The runs on a node, or all when {@code node} is empty. */
  List<PodRun> on(String node) {
    return runs.values().stream().filter(r -> node.isEmpty() || r.node().equals(node)).toList();
  }

  Optional<PodRun> find(String namespace, String name) {
    return runs.values().stream()
        .filter(r -> r.namespace().equals(namespace) && r.name().equals(name))
        .findFirst();
  }
}
