/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import io.berth.localstack.cluster.rules.Deletion;
import io.berth.localstack.cluster.rules.Naming;
import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.rules.WriteOptions;
import io.berth.localstack.cluster.store.ApiError;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resources;
import io.berth.localstack.cluster.store.Store;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replica set to pods: as many as wanted, the least useful ones go first. */
public final class ReplicaSets implements Controller {

  private static final String COMPONENT = "replicaset-controller";

  private final Store store;
  private final Objects objects;
  private final Deletion deletion;
  private final EventRecorder events;

  public ReplicaSets(Store store, Objects objects, Deletion deletion, EventRecorder events) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
    this.events = events;
  }

  @Override
  public void reconcile(Instant now) {
    Map<String, List<ObjectNode>> pods =
        store.list(Resources.PODS, "").items().stream()
            .filter(p -> Meta.controller(p).isPresent())
            .collect(
                Collectors.groupingBy(p -> Json.text(Meta.controller(p).orElseThrow(), "uid")));
    for (ObjectNode set : store.list(Resources.REPLICA_SETS, "").items()) {
      if (!Meta.isTerminating(set)) {
        reconcile(set, pods.getOrDefault(Meta.uid(set), List.of()), now);
      }
    }
  }

  private void reconcile(ObjectNode set, List<ObjectNode> pods, Instant now) {
    List<ObjectNode> active = pods.stream().filter(ReplicaSets::isActive).toList();
    int missing = Json.number(set, 1, "spec", "replicas") - active.size();
    String failure = missing > 0 ? create(set, missing) : "";
    if (missing < 0) {
      active.stream().sorted(leastUseful()).limit(-missing).forEach(p -> delete(set, p));
    }
    writeStatus(set, active, failure, now);
  }

  private static boolean isActive(ObjectNode pod) {
    String phase = Json.text(pod, "status", "phase");
    return !Meta.isTerminating(pod) && !phase.equals("Succeeded") && !phase.equals("Failed");
  }

  /** Without a node, not running, not ready, restarted more often, younger. */
  private static Comparator<ObjectNode> leastUseful() {
    return Comparator.comparing((ObjectNode p) -> !Json.text(p, "spec", "nodeName").isEmpty())
        .thenComparing(p -> Json.text(p, "status", "phase").equals("Running"))
        .thenComparing(p -> Conditions.isTrue(p, "Ready"))
        .thenComparing(
            p -> -Json.at(p, "status", "containerStatuses").path(0).path("restartCount").asInt(0))
        .thenComparing(Meta::created, Comparator.reverseOrder());
  }

  /** The refusal's message, empty when all were made. */
  private String create(ObjectNode set, int count) {
    for (int i = 0; i < count; i++) {
      ObjectNode pod = (ObjectNode) Json.at(set, "spec", "template").deepCopy();
      ObjectNode meta = Meta.of(pod);
      String prefix = Meta.name(set) + "-";
      meta.put("generateName", prefix).put("name", prefix + Naming.suffix());
      Meta.own(pod, Resources.REPLICA_SETS, set);
      try {
        ObjectNode made =
            objects.create(Resources.PODS, Meta.namespace(set), pod, WriteOptions.INTERNAL);
        events.normal(
            Resources.REPLICA_SETS,
            set,
            COMPONENT,
            "SuccessfulCreate",
            "Created pod: " + Meta.name(made));
      } catch (ApiError e) {
        return e.getMessage() == null ? "refused" : e.getMessage().replace(Meta.name(pod), prefix);
      }
    }
    return "";
  }

  private void delete(ObjectNode set, ObjectNode pod) {
    deletion.delete(Meta.key(Resources.PODS, pod), Json.object(), false);
    events.normal(
        Resources.REPLICA_SETS,
        set,
        COMPONENT,
        "SuccessfulDelete",
        "Deleted pod: " + Meta.name(pod));
  }

  private void writeStatus(ObjectNode set, List<ObjectNode> active, String failure, Instant now) {
    Key key = Meta.key(Resources.REPLICA_SETS, set);
    ObjectNode live = objects.find(key);
    if (live == null) {
      return;
    }
    int seconds = Json.number(set, 0, "spec", "minReadySeconds");
    ObjectNode next = live.deepCopy();
    ObjectNode status = Json.object().put("replicas", active.size());
    put(status, "fullyLabeledReplicas", active.size());
    put(
        status,
        "readyReplicas",
        active.stream().filter(p -> Conditions.isTrue(p, "Ready")).count());
    put(
        status,
        "availableReplicas",
        active.stream().filter(p -> isAvailable(p, seconds, now)).count());
    status.put("observedGeneration", Json.number(live, 0, "metadata", "generation"));
    ArrayNode conditions =
        Json.at(live, "status", "conditions") instanceof ArrayNode a ? a.deepCopy() : Json.array();
    if (failure.isEmpty()) {
      Conditions.remove(conditions, "ReplicaFailure");
    } else if (Json.isAbsent(Conditions.find(conditions, "ReplicaFailure"))) {
      events.warning(
          Resources.REPLICA_SETS, set, COMPONENT, "FailedCreate", "Error creating: " + failure);
      Conditions.set(
          conditions, Conditions.of("ReplicaFailure", true, "FailedCreate", failure), now, false);
    }
    if (!conditions.isEmpty()) {
      status.set("conditions", conditions);
    }
    next.set("status", status);
    objects.update(key, "status", next, WriteOptions.INTERNAL);
  }

  private static boolean isAvailable(ObjectNode pod, int minReadySeconds, Instant now) {
    var ready = Conditions.find(Json.at(pod, "status", "conditions"), "Ready");
    return Json.text(ready, "status").equals("True")
        && (minReadySeconds == 0
            || !Instant.parse(Json.text(ready, "lastTransitionTime"))
                .plusSeconds(minReadySeconds)
                .isAfter(now));
  }

  private static void put(ObjectNode status, String field, long value) {
    if (value != 0) {
      status.put(field, value);
    }
  }
}
