/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.ResourceQuantity;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node and the sum of what runs on it, in one pass of the scheduler: counted once, not again for
 * every pod that waits.
 */
final class NodeInfo {

  /** A pod of the same owner weighs more than any number of others, so that they spread. */
  private static final long WEIGHT_OF_SAME_OWNER = 1000;

  private final ObjectNode node;
  private final long allocatablePods;
  private final long allocatableCpu;
  private final long allocatableMemory;
  private final Map<String, Long> podsByOwner = new HashMap<>();
  private long pods;
  private long cpu;
  private long memory;

  NodeInfo(ObjectNode node) {
    this.node = node;
    JsonNode allocatable = JsonTrees.at(node, "status", "allocatable");
    this.allocatablePods = JsonTrees.number(allocatable, 110, "pods");
    this.allocatableCpu = ResourceQuantity.millis(allocatable);
    this.allocatableMemory = ResourceQuantity.bytes(allocatable);
  }

  ObjectNode node() {
    return node;
  }

  /** Counts a pod that is bound to the node; one that has ended needs nothing. */
  void add(ObjectNode pod) {
    String phase = JsonTrees.text(pod, "status", "phase");
    if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
      pods++;
      cpu += cpu(pod);
      memory += memory(pod);
      podsByOwner.merge(owner(pod), 1L, Long::sum);
    }
  }

  /** What the node has not enough of for the pod, in the scheduler's words. */
  List<String> lacksFor(ObjectNode pod) {
    List<String> lacks = new ArrayList<>();
    if (pods >= allocatablePods) {
      lacks.add("Too many pods");
    }
    if (cpu(pod) > 0 && cpu(pod) + cpu > allocatableCpu) {
      lacks.add("Insufficient cpu");
    }
    if (memory(pod) > 0 && memory(pod) + memory > allocatableMemory) {
      lacks.add("Insufficient memory");
    }
    return lacks;
  }

  /** The lower, the better for the pod. */
  long crowding(ObjectNode pod) {
    String owner = owner(pod);
    long same = owner.isEmpty() ? 0 : podsByOwner.getOrDefault(owner, 0L);
    return same * WEIGHT_OF_SAME_OWNER + pods;
  }

  private static String owner(ObjectNode pod) {
    return ObjectMeta.controller(pod).map(o -> JsonTrees.text(o, "uid")).orElse("");
  }

  private static long cpu(JsonNode pod) {
    return JsonTrees.at(pod, "spec", "containers")
        .valueStream()
        .mapToLong(c -> ResourceQuantity.millis(JsonTrees.at(c, "resources", "requests")))
        .sum();
  }

  private static long memory(JsonNode pod) {
    return JsonTrees.at(pod, "spec", "containers")
        .valueStream()
        .mapToLong(c -> ResourceQuantity.bytes(JsonTrees.at(c, "resources", "requests")))
        .sum();
  }
}
