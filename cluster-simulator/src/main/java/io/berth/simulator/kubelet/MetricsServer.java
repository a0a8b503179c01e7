/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The figures of pods and nodes as {@code metrics.k8s.io} shows them. */
public final class MetricsServer {

  private final SimulatedKubelets kubelets;
  private final Clock clock;

  public MetricsServer(SimulatedKubelets kubelets, Clock clock) {
    this.kubelets = kubelets;
    this.clock = clock;
  }

  /** Of running pods; all namespaces when {@code namespace} is empty. */
  public List<ObjectNode> pods(String namespace) {
    return kubelets.on("").stream()
        .filter(r -> namespace.isEmpty() || r.namespace().equals(namespace))
        .filter(r -> r.containers.stream().anyMatch(ContainerRun::isRunning))
        .map(this::pod)
        .toList();
  }

  public Optional<ObjectNode> pod(String namespace, String name) {
    return pods(namespace).stream().filter(p -> ObjectMeta.name(p).equals(name)).findFirst();
  }

  public ObjectNode node(String name) {
    double cpu = 150;
    long memory = 700L << 20;
    for (PodRun run : kubelets.on(name)) {
      cpu += run.containers.stream().mapToDouble(c -> c.cpuMillis).sum();
      memory += run.containers.stream().mapToLong(c -> c.memoryBytes).sum();
    }
    ObjectNode node = view("NodeMetrics");
    ObjectMeta.of(node).put("name", name);
    usage(node, cpu, memory);
    return node;
  }

  private ObjectNode pod(PodRun run) {
    ObjectNode pod = view("PodMetrics");
    ObjectMeta.of(pod).put("name", run.name()).put("namespace", run.namespace());
    ObjectNode labels = JsonTrees.child(pod, "metadata", "labels");
    for (Map.Entry<String, String> label : ObjectMeta.labels(run.pod).entrySet()) {
      labels.put(label.getKey(), label.getValue());
    }
    for (ContainerRun c : run.containers) {
      if (c.isRunning()) {
        usage(
            JsonTrees.children(pod, "containers").addObject().put("name", c.name),
            c.cpuMillis,
            c.memoryBytes);
      }
    }
    return pod;
  }

  private ObjectNode view(String kind) {
    ObjectNode view =
        JsonTrees.object().put("kind", kind).put("apiVersion", "metrics.k8s.io/v1beta1");
    view.put("timestamp", ObjectMeta.time(clock.instant())).put("window", "1s");
    ObjectMeta.of(view).put("creationTimestamp", ObjectMeta.time(clock.instant()));
    return view;
  }

  private static void usage(ObjectNode of, double millis, long bytes) {
    of.putObject("usage")
        .put("cpu", Math.round(millis * 1_000_000) + "n")
        .put("memory", bytes / 1024 + "Ki");
  }
}
