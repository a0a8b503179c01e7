/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.controllers.Controller;
import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.controllers.StatusConditions;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the simulated nodes and keeps their conditions; the annotation {@code sim.berth.io/ready:
 * "false"} takes one out of service.
 */
public final class NodeController implements Controller {

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Store store;
  private final RestStorage objects;
  private final EventRecorder events;
  private Instant beaten = Instant.EPOCH;

  public NodeController(Store store, RestStorage objects, EventRecorder events) {
    this.store = store;
    this.objects = objects;
    this.events = events;
  }

  /**
   * @param ports the kubelets' ports, one for each node
   */
  public void create(String cluster, List<Integer> ports, String version, Instant now) {
    for (int i = 0; i < ports.size(); i++) {
      String name = "simulated-" + cluster + "-" + (i + 1);
      objects.remove(new ObjectKey(ApiResources.NODES, "", name));
      ObjectNode node = JsonTrees.object();
      ObjectNode labels = JsonTrees.child(node, "metadata", "labels");
      ObjectMeta.of(node).put("name", name);
      labels
          .put("berth.io/simulated", "true")
          .put("kubernetes.io/hostname", name)
          .put("kubernetes.io/os", "linux");
      labels.put("topology.kubernetes.io/zone", cluster + "-" + (char) ('a' + i));
      node.putObject("spec").put("podCIDR", "10.244." + i + ".0/24");
      status(node.putObject("status"), name, ports.get(i), version);
      StatusConditions.set(
          JsonTrees.children(JsonTrees.child(node, "status"), "conditions"),
          ready(true),
          now,
          false);
      objects.create(ApiResources.NODES, "", node, WriteOptions.INTERNAL);
    }
  }

  private static void status(ObjectNode status, String name, int port, String version) {
    for (String list : List.of("capacity", "allocatable")) {
      status
          .putObject(list)
          .put("cpu", "16")
          .put("memory", "32Gi")
          .put("pods", "110")
          .put("ephemeral-storage", "100Gi");
    }
    ArrayNode addresses = status.putArray("addresses");
    addresses.addObject().put("type", "InternalIP").put("address", "127.0.0.1");
    addresses.addObject().put("type", "Hostname").put("address", name);
    JsonTrees.child(status, "daemonEndpoints", "kubeletEndpoint").put("Port", port);
    status
        .putObject("nodeInfo")
        .put("kubeletVersion", version)
        .put("kubeProxyVersion", version)
        .put("containerRuntimeVersion", "simulated://1")
        .put("osImage", "Berth simulated node")
        .put("operatingSystem", "linux")
        .put("architecture", "amd64")
        .put("kernelVersion", "simulated")
        .put("machineID", name)
        .put("systemUUID", name)
        .put("bootID", name);
  }

  @Override
  public void reconcile(Instant now) {
    boolean beat = !beaten.plus(HEARTBEAT).isAfter(now);
    for (ObjectNode node : store.list(ApiResources.NODES, "").items()) {
      if (ObjectMeta.labels(node).containsKey("berth.io/simulated")) {
        reconcile(node, beat, now);
      }
    }
    beaten = beat ? now : beaten;
  }

  private void reconcile(ObjectNode node, boolean beat, Instant now) {
    boolean wanted = !ObjectMeta.annotation(node, "sim.berth.io/ready").equals("false");
    boolean is = StatusConditions.isTrue(node, "Ready");
    if (wanted == is && !(beat && is)) {
      return;
    }
    ObjectNode next = node.deepCopy();
    ArrayNode conditions = JsonTrees.children(JsonTrees.child(next, "status"), "conditions");
    StatusConditions.set(conditions, ready(wanted), now, false);
    if (wanted) {
      ((ObjectNode) StatusConditions.find(conditions, "Ready"))
          .put("lastHeartbeatTime", ObjectMeta.time(now));
    }
    objects.update(ObjectMeta.key(ApiResources.NODES, node), "status", next, WriteOptions.INTERNAL);
    if (wanted != is) {
      String name = "Node " + ObjectMeta.name(node) + " status is now: ";
      events.normal(
          ApiResources.NODES,
          node,
          "kubelet",
          wanted ? "NodeReady" : "NodeNotReady",
          name + (wanted ? "NodeReady" : "NodeNotReady"));
    }
  }

  private static ObjectNode ready(boolean isReady) {
    if (isReady) {
      return StatusConditions.of("Ready", true, "KubeletReady", "kubelet is posting ready status");
    }
    return StatusConditions.of(
            "Ready", false, "NodeStatusUnknown", "Kubelet stopped posting node status.")
        .put("status", "Unknown");
  }
}
