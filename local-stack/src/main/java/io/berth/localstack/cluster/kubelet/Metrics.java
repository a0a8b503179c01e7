/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The figures of pods and nodes as {@code metrics.k8s.io} shows them. */
public final class Metrics {

  private final Kubelets kubelets;
  private final Clock clock;

  public Metrics(Kubelets kubelets, Clock clock) {
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
    return pods(namespace).stream().filter(p -> Meta.name(p).equals(name)).findFirst();
  }

  public ObjectNode node(String name) {
    double cpu = 150;
    long memory = 700L << 20;
    for (PodRun run : kubelets.on(name)) {
      cpu += run.containers.stream().mapToDouble(c -> c.cpuMillis).sum();
      memory += run.containers.stream().mapToLong(c -> c.memoryBytes).sum();
    }
    ObjectNode node = view("NodeMetrics");
    Meta.of(node).put("name", name);
    usage(node, cpu, memory);
    return node;
  }

  private ObjectNode pod(PodRun run) {
    ObjectNode pod = view("PodMetrics");
    Meta.of(pod).put("name", run.name()).put("namespace", run.namespace());
    ObjectNode labels = Json.child(pod, "metadata", "labels");
    for (Map.Entry<String, String> label : Meta.labels(run.pod).entrySet()) {
      labels.put(label.getKey(), label.getValue());
    }
    for (ContainerRun c : run.containers) {
      if (c.isRunning()) {
        usage(
            Json.children(pod, "containers").addObject().put("name", c.name),
            c.cpuMillis,
            c.memoryBytes);
      }
    }
    return pod;
  }

  private ObjectNode view(String kind) {
    ObjectNode view = Json.object().put("kind", kind).put("apiVersion", "metrics.k8s.io/v1beta1");
    view.put("timestamp", Meta.time(clock.instant())).put("window", "1s");
    Meta.of(view).put("creationTimestamp", Meta.time(clock.instant()));
    return view;
  }

  private static void usage(ObjectNode of, double millis, long bytes) {
    of.putObject("usage")
        .put("cpu", Math.round(millis * 1_000_000) + "n")
        .put("memory", bytes / 1024 + "Ki");
  }
}
