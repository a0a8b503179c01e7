/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
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
  private final VolumeBinding volumes;
  private final Predicate<JsonNode> refused;

  /**
   * @param refused pods that shall find no node, on demand
   */
  public Scheduler(
      Store store,
      RestStorage objects,
      EventRecorder events,
      VolumeBinding volumes,
      Predicate<JsonNode> refused) {
    this.store = store;
    this.objects = objects;
    this.events = events;
    this.volumes = volumes;
    this.refused = refused;
  }

  @Override
  public void reconcile(Instant now) {
    List<ObjectNode> pods = store.list(ApiResources.PODS, "").items();
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
    List<NodeInfo> nodes = nodes(pods);
    AffinityFilter affinity = new AffinityFilter(nodes);
    for (ObjectNode pod : waiting) {
      Map<String, Integer> reasons = new TreeMap<>();
      Optional<String> refusal = volumes.refusal(pod);
      if (refusal.isPresent()) {
        unschedulable(pod, nodes.size(), Map.of(refusal.get(), nodes.size()), now);
        continue;
      }
      Optional<NodeInfo> best =
          nodes.stream()
              .filter(n -> fits(pod, n, affinity, reasons))
              .min(Comparator.comparingLong(n -> n.crowding(pod)));
      if (best.isPresent()) {
        ObjectNode node = best.get().node();
        if (volumes.bind(pod, ObjectMeta.name(node))) {
          best.get().add(bind(pod, node, now));
        }
      } else {
        unschedulable(pod, nodes.size(), reasons, now);
      }
    }
  }

  private List<NodeInfo> nodes(List<ObjectNode> pods) {
    Map<String, NodeInfo> nodes = new LinkedHashMap<>();
    store
        .list(ApiResources.NODES, "")
        .items()
        .forEach(n -> nodes.put(ObjectMeta.name(n), new NodeInfo(n)));
    for (ObjectNode pod : pods) {
      NodeInfo node = nodes.get(JsonTrees.text(pod, "spec", "nodeName"));
      if (node != null) {
        node.add(pod);
      }
    }
    return List.copyOf(nodes.values());
  }

  private boolean fits(
      ObjectNode pod, NodeInfo info, AffinityFilter affinity, Map<String, Integer> reasons) {
    List<String> lacks = new ArrayList<>();
    ObjectNode node = info.node();
    if (node.path("spec").path("unschedulable").asBoolean(false)) {
      lacks.add("node(s) were unschedulable");
    } else if (!StatusConditions.isTrue(node, "Ready")) {
      lacks.add("node(s) had untolerated taint {node.kubernetes.io/not-ready: }");
    } else if (refused.test(pod) || !selects(pod, node)) {
      lacks.add("node(s) didn't match Pod's node affinity/selector");
    } else {
      affinity
          .refusal(pod, node)
          .ifPresentOrElse(lacks::add, () -> lacks.addAll(info.lacksFor(pod)));
    }
    lacks.forEach(l -> reasons.merge(l, 1, Integer::sum));
    return lacks.isEmpty();
  }

  private static boolean selects(JsonNode pod, JsonNode node) {
    Map<String, String> wanted = JsonTrees.texts(pod, "spec", "nodeSelector");
    return ObjectMeta.labels(node).entrySet().containsAll(wanted.entrySet());
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
