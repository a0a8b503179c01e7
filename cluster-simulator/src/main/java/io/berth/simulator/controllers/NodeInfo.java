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
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
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
  private final List<ObjectNode> pods = new ArrayList<>();
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

  /** The pods that are bound to it and have not ended. */
  List<ObjectNode> pods() {
    return pods;
  }

  /** Counts a pod that is bound to the node; one that has ended needs nothing. */
  void add(ObjectNode pod) {
    String phase = JsonTrees.text(pod, "status", "phase");
    if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
      pods.add(pod);
      cpu += cpu(pod);
      memory += memory(pod);
      podsByOwner.merge(owner(pod), 1L, Long::sum);
    }
  }

  /** What the node has not enough of for the pod, in the scheduler's words. */
  List<String> lacksFor(ObjectNode pod) {
    List<String> lacks = new ArrayList<>();
    if (pods.size() >= allocatablePods) {
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
    return same * WEIGHT_OF_SAME_OWNER + pods.size();
  }

  private static String owner(ObjectNode pod) {
    return ObjectMeta.controller(pod).map(o -> JsonTrees.text(o, "uid")).orElse("");
  }

  private static long cpu(JsonNode pod) {
    return effective(pod, ResourceQuantity::millis);
  }

  private static long memory(JsonNode pod) {
    return effective(pod, ResourceQuantity::bytes);
  }

  /** What the containers request together, or the largest init container before them. */
  private static long effective(JsonNode pod, ToLongFunction<JsonNode> amount) {
    return Math.max(
        requests(pod, "containers", amount).sum(),
        requests(pod, "initContainers", amount).max().orElse(0));
  }

  private static LongStream requests(JsonNode pod, String list, ToLongFunction<JsonNode> amount) {
    return JsonTrees.at(pod, "spec", list)
        .valueStream()
        .mapToLong(c -> amount.applyAsLong(JsonTrees.at(c, "resources", "requests")));
  }
}
