/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.ResourceQuantity;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives each new pod the ready node with the fewest pods of its owner that still has room for it.
 */
public final class Scheduler implements Controller {

  private static final String COMPONENT = "default-scheduler";

  private final Store store;
  private final RestStorage objects;
  private final EventRecorder events;
  private final Predicate<JsonNode> refused;

  /**
   * @param refused pods that shall find no node, on demand
   */
  public Scheduler(
      Store store, RestStorage objects, EventRecorder events, Predicate<JsonNode> refused) {
    this.store = store;
    this.objects = objects;
    this.events = events;
    this.refused = refused;
  }

  @Override
  public void reconcile(Instant now) {
    List<ObjectNode> pods = new ArrayList<>(store.list(ApiResources.PODS, "").items());
    List<ObjectNode> waiting =
        pods.stream()
            .filter(
                p ->
                    JsonTrees.text(p, "spec", "nodeName").isEmpty() && !ObjectMeta.isTerminating(p))
            .sorted(Comparator.comparing(ObjectMeta::created))
            .toList();
    if (waiting.isEmpty()) {
      return;
    }
    List<ObjectNode> nodes = store.list(ApiResources.NODES, "").items();
    for (ObjectNode pod : waiting) {
      Map<String, Integer> reasons = new TreeMap<>();
      AffinityFilter affinity = new AffinityFilter(nodes, pods);
      Optional<ObjectNode> best =
          nodes.stream()
              .filter(n -> fits(pod, n, pods, affinity, reasons))
              .min(Comparator.comparingLong(n -> podCount(pod, n, pods)));
      if (best.isPresent()) {
        pods.remove(pod);
        pods.add(bind(pod, best.get(), now));
      } else {
        unschedulable(pod, nodes.size(), reasons, now);
      }
    }
  }

  private boolean fits(
      ObjectNode pod,
      ObjectNode node,
      List<ObjectNode> pods,
      AffinityFilter affinity,
      Map<String, Integer> reasons) {
    List<String> lacks = new ArrayList<>();
    if (node.path("spec").path("unschedulable").asBoolean(false)) {
      lacks.add("node(s) were unschedulable");
    } else if (!StatusConditions.isTrue(node, "Ready")) {
      lacks.add("node(s) had untolerated taint {node.kubernetes.io/not-ready: }");
    } else if (refused.test(pod) || !selects(pod, node)) {
      lacks.add("node(s) didn't match Pod's node affinity/selector");
    } else if (affinity.refusal(pod, node).isPresent()) {
      lacks.add(affinity.refusal(pod, node).orElseThrow());
    } else {
      List<ObjectNode> here = pods.stream().filter(p -> isOn(p, node)).toList();
      JsonNode room = JsonTrees.at(node, "status", "allocatable");
      if (here.size() >= JsonTrees.number(room, 110, "pods")) {
        lacks.add("Too many pods");
      }
      if (cpu(pod) > 0
          && cpu(pod) + here.stream().mapToLong(Scheduler::cpu).sum()
              > ResourceQuantity.millis(room)) {
        lacks.add("Insufficient cpu");
      }
      if (memory(pod) > 0
          && memory(pod) + here.stream().mapToLong(Scheduler::memory).sum()
              > ResourceQuantity.bytes(room)) {
        lacks.add("Insufficient memory");
      }
    }
    lacks.forEach(l -> reasons.merge(l, 1, Integer::sum));
    return lacks.isEmpty();
  }

  private static boolean selects(JsonNode pod, JsonNode node) {
    Map<String, String> wanted = JsonTrees.texts(pod, "spec", "nodeSelector");
    return ObjectMeta.labels(node).entrySet().containsAll(wanted.entrySet());
  }

  private static boolean isOn(JsonNode pod, JsonNode node) {
    String phase = JsonTrees.text(pod, "status", "phase");
    return JsonTrees.text(pod, "spec", "nodeName").equals(ObjectMeta.name(node))
        && !phase.equals("Succeeded")
        && !phase.equals("Failed");
  }

  /** Pods of the same owner weigh most, so that they spread. */
  private static long podCount(JsonNode pod, JsonNode node, List<ObjectNode> pods) {
    String owner = ObjectMeta.controller(pod).map(o -> JsonTrees.text(o, "uid")).orElse("");
    long same =
        pods.stream()
            .filter(p -> isOn(p, node) && !owner.isEmpty() && ObjectMeta.isControlledBy(p, owner))
            .count();
    return same * 1000 + pods.stream().filter(p -> isOn(p, node)).count();
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

  private ObjectNode bind(ObjectNode pod, ObjectNode node, Instant now) {
    ObjectKey key = ObjectMeta.key(ApiResources.PODS, pod);
    ObjectNode next = pod.deepCopy();
    JsonTrees.child(next, "spec").put("nodeName", ObjectMeta.name(node));
    ObjectNode bound = objects.update(key, "", next, WriteOptions.INTERNAL);
    ObjectNode scheduled = bound.deepCopy();
    StatusConditions.set(
        JsonTrees.children(JsonTrees.child(scheduled, "status"), "conditions"),
        StatusConditions.of("PodScheduled", true, "", ""),
        now,
        false);
    ObjectNode written = objects.update(key, "status", scheduled, WriteOptions.INTERNAL);
    events.normal(
        ApiResources.PODS,
        pod,
        COMPONENT,
        "Scheduled",
        "Successfully assigned "
            + ObjectMeta.namespace(pod)
            + "/"
            + ObjectMeta.name(pod)
            + " to "
            + ObjectMeta.name(node));
    return written;
  }

  private void unschedulable(ObjectNode pod, int nodes, Map<String, Integer> reasons, Instant now) {
    List<String> said = new ArrayList<>();
    reasons.forEach((why, count) -> said.add(count + " " + why));
    String message = "0/" + nodes + " nodes are available: " + String.join(", ", said) + ".";
    ObjectKey key = ObjectMeta.key(ApiResources.PODS, pod);
    ObjectNode next = pod.deepCopy();
    StatusConditions.set(
        JsonTrees.children(JsonTrees.child(next, "status"), "conditions"),
        StatusConditions.of("PodScheduled", false, "Unschedulable", message),
        now,
        false);
    if (!next.equals(pod)) {
      objects.update(key, "status", next, WriteOptions.INTERNAL);
      events.warning(ApiResources.PODS, pod, COMPONENT, "FailedScheduling", message);
    }
  }
}
