/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.ObjectNaming;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replica set to pods: as many as wanted, the least useful ones go first. */
public final class ReplicaSetController implements Controller {

  private static final String COMPONENT = "replicaset-controller";

  private final Store store;
  private final RestStorage objects;
  private final ObjectDeletion deletion;
  private final EventRecorder events;
  private final ChangedObjects changed = new ChangedObjects();

  public ReplicaSetController(
      Store store, RestStorage objects, ObjectDeletion deletion, EventRecorder events) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
    this.events = events;
  }

  @Override
  public void reconcile(Instant now) {
    Map<String, List<ObjectNode>> pods =
        ObjectMeta.byController(store.list(ApiResources.PODS, "").items());
    changed.forEach(
        store.list(ApiResources.REPLICA_SETS, "").items(),
        set -> pods.getOrDefault(ObjectMeta.uid(set), List.of()),
        now,
        (set, its) -> {
          if (!ObjectMeta.isTerminating(set)) {
            reconcile(set, its, now);
          }
        });
  }

  private void reconcile(ObjectNode set, List<ObjectNode> pods, Instant now) {
    List<ObjectNode> active = pods.stream().filter(PodState::isActive).toList();
    int missing = JsonTrees.number(set, 1, "spec", "replicas") - active.size();
    String failure = missing > 0 ? create(set, missing) : "";
    if (missing < 0) {
      active.stream().sorted(leastUseful()).limit(-missing).forEach(p -> delete(set, p));
    }
    writeStatus(set, active, failure, now);
  }

  /** Without a node, not running, not ready, restarted more often, younger. */
  private static Comparator<ObjectNode> leastUseful() {
    return Comparator.comparing((ObjectNode p) -> !JsonTrees.text(p, "spec", "nodeName").isEmpty())
        .thenComparing(p -> PodState.phase(p).equals("Running"))
        .thenComparing(p -> PodState.isReady(p))
        .thenComparing(
            p ->
                -JsonTrees.at(p, "status", "containerStatuses")
                    .path(0)
                    .path("restartCount")
                    .asInt(0))
        .thenComparing(ObjectMeta::created, Comparator.reverseOrder());
  }

  /** The refusal's message, empty when all were made. */
  private String create(ObjectNode set, int count) {
    for (int i = 0; i < count; i++) {
      ObjectNode pod = (ObjectNode) JsonTrees.at(set, "spec", "template").deepCopy();
      ObjectNode meta = ObjectMeta.of(pod);
      String prefix = ObjectMeta.name(set) + "-";
      meta.put("generateName", prefix).put("name", prefix + ObjectNaming.suffix());
      ObjectMeta.addOwner(pod, ApiResources.REPLICA_SETS, set);
      try {
        ObjectNode made =
            objects.create(
                ApiResources.PODS, ObjectMeta.namespace(set), pod, WriteOptions.INTERNAL);
        events.normal(
            ApiResources.REPLICA_SETS,
            set,
            COMPONENT,
            "SuccessfulCreate",
            "Created pod: " + ObjectMeta.name(made));
      } catch (ApiException e) {
        return e.getMessage() == null
            ? "refused"
            : e.getMessage().replace(ObjectMeta.name(pod), prefix);
      }
    }
    return "";
  }

  private void delete(ObjectNode set, ObjectNode pod) {
    deletion.delete(ObjectMeta.key(ApiResources.PODS, pod), JsonTrees.object(), false);
    events.normal(
        ApiResources.REPLICA_SETS,
        set,
        COMPONENT,
        "SuccessfulDelete",
        "Deleted pod: " + ObjectMeta.name(pod));
  }

  private void writeStatus(ObjectNode set, List<ObjectNode> active, String failure, Instant now) {
    ObjectKey key = ObjectMeta.key(ApiResources.REPLICA_SETS, set);
    ObjectNode live = objects.find(key);
    if (live == null) {
      return;
    }
    int seconds = JsonTrees.number(set, 0, "spec", "minReadySeconds");
    ObjectNode next = live.deepCopy();
    ObjectNode status = JsonTrees.object().put("replicas", active.size());
    put(status, "fullyLabeledReplicas", active.size());
    put(status, "readyReplicas", active.stream().filter(p -> PodState.isReady(p)).count());
    put(
        status,
        "availableReplicas",
        active.stream().filter(p -> PodState.isAvailable(p, seconds, now)).count());
    status.put("observedGeneration", JsonTrees.number(live, 0, "metadata", "generation"));
    ArrayNode conditions =
        JsonTrees.at(live, "status", "conditions") instanceof ArrayNode a
            ? a.deepCopy()
            : JsonTrees.array();
    if (failure.isEmpty()) {
      StatusConditions.remove(conditions, "ReplicaFailure");
    } else if (JsonTrees.isAbsent(StatusConditions.find(conditions, "ReplicaFailure"))) {
      events.warning(
          ApiResources.REPLICA_SETS, set, COMPONENT, "FailedCreate", "Error creating: " + failure);
      StatusConditions.set(
          conditions,
          StatusConditions.of("ReplicaFailure", true, "FailedCreate", failure),
          now,
          false);
    }
    if (!conditions.isEmpty()) {
      status.set("conditions", conditions);
    }
    next.set("status", status);
    objects.update(key, "status", next, WriteOptions.INTERNAL);
  }

  private static void put(ObjectNode status, String field, long value) {
    if (value != 0) {
      status.put(field, value);
    }
  }
}
