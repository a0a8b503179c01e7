/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.store.JsonTrees;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status of a deployment out of its replica sets; pure. */
final class DeploymentStatus {

  private final ObjectNode deployment;
  private final List<ObjectNode> sets;
  private final @Nullable ObjectNode fresh;
  private final Instant now;

  DeploymentStatus(
      ObjectNode deployment, List<ObjectNode> sets, @Nullable ObjectNode fresh, Instant now) {
    this.deployment = deployment;
    this.sets = sets;
    this.fresh = fresh;
    this.now = now;
  }

  ObjectNode compute(int minAvailable) {
    JsonNode old = deployment.path("status");
    ObjectNode status = JsonTrees.object();
    status.put("observedGeneration", JsonTrees.number(deployment, 0, "metadata", "generation"));
    int total = sum("replicas");
    int available = sum("availableReplicas");
    put(status, "replicas", total);
    put(
        status,
        "updatedReplicas",
        fresh == null ? 0 : JsonTrees.number(fresh, 0, "status", "replicas"));
    put(status, "readyReplicas", sum("readyReplicas"));
    put(status, "availableReplicas", available);
    put(status, "unavailableReplicas", Math.max(0, Math.max(total, replicas()) - available));
    ArrayNode conditions =
        old.get("conditions") instanceof ArrayNode c ? c.deepCopy() : JsonTrees.array();
    availability(conditions, available >= minAvailable);
    progress(conditions, status, old);
    failure(conditions);
    status.set("conditions", conditions);
    return status;
  }

  private int replicas() {
    return JsonTrees.number(deployment, 1, "spec", "replicas");
  }

  private int sum(String field) {
    return sets.stream().mapToInt(s -> JsonTrees.number(s, 0, "status", field)).sum();
  }

  private static void put(ObjectNode status, String field, int value) {
    if (value != 0) {
      status.put(field, value);
    }
  }

  private void availability(ArrayNode conditions, boolean isAvailable) {
    String message =
        isAvailable
            ? "Deployment has minimum availability."
            : "Deployment does not have minimum availability.";
    String reason = isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable";
    StatusConditions.set(
        conditions, StatusConditions.of("Available", isAvailable, reason, message), now, true);
  }

  private void progress(ArrayNode conditions, ObjectNode status, JsonNode old) {
    JsonNode current = StatusConditions.find(conditions, "Progressing");
    String reason = JsonTrees.text(current, "reason");
    if (deployment.path("spec").path("paused").asBoolean(false)) {
      ObjectNode paused =
          StatusConditions.of("Progressing", true, "DeploymentPaused", "Deployment is paused");
      StatusConditions.set(conditions, paused.put("status", "Unknown"), now, true);
      return;
    }
    if (reason.equals("DeploymentPaused")) {
      ObjectNode resumed =
          StatusConditions.of("Progressing", true, "DeploymentResumed", "Deployment is resumed");
      StatusConditions.set(conditions, resumed.put("status", "Unknown"), now, true);
      current = StatusConditions.find(conditions, "Progressing");
    }
    boolean settled =
        number(status, "replicas") == number(status, "updatedReplicas")
            && reason.equals("NewReplicaSetAvailable");
    boolean isRecreated = JsonTrees.text(deployment, "spec", "strategy", "type").equals("Recreate");
    if (settled || (fresh == null && !isRecreated)) {
      return;
    }
    String name =
        fresh == null
            ? "Deployment \"" + JsonTrees.text(deployment, "metadata", "name") + "\""
            : "ReplicaSet \"" + JsonTrees.text(fresh, "metadata", "name") + "\"";
    if (isComplete(status)) {
      set(conditions, true, "NewReplicaSetAvailable", name + " has successfully progressed.");
    } else if (hasProgressed(status, old) || JsonTrees.isAbsent(current)) {
      touch(conditions, name + " is progressing.");
    } else if (isPastDeadline(current)) {
      set(conditions, false, "ProgressDeadlineExceeded", name + " has timed out progressing.");
    }
  }

  private void set(ArrayNode conditions, boolean isTrue, String reason, String message) {
    StatusConditions.set(
        conditions, StatusConditions.of("Progressing", isTrue, reason, message), now, true);
  }

  /** Progress moves {@code lastUpdateTime} also when reason and message stay. */
  private void touch(ArrayNode conditions, String message) {
    ObjectNode condition = StatusConditions.of("Progressing", true, "ReplicaSetUpdated", message);
    JsonNode old = StatusConditions.find(conditions, "Progressing");
    if (old instanceof ObjectNode o && JsonTrees.text(o, "status").equals("True")) {
      o.remove("message");
    }
    StatusConditions.set(conditions, condition, now, true);
  }

  private boolean isComplete(ObjectNode status) {
    return number(status, "updatedReplicas") == replicas()
        && number(status, "replicas") == replicas()
        && number(status, "availableReplicas") == replicas();
  }

  private static boolean hasProgressed(JsonNode status, JsonNode old) {
    int outdated = number(status, "replicas") - number(status, "updatedReplicas");
    return number(status, "updatedReplicas") > number(old, "updatedReplicas")
        || outdated < number(old, "replicas") - number(old, "updatedReplicas")
        || number(status, "readyReplicas") > number(old, "readyReplicas")
        || number(status, "availableReplicas") > number(old, "availableReplicas");
  }

  private boolean isPastDeadline(JsonNode progressing) {
    String reason = JsonTrees.text(progressing, "reason");
    if (reason.equals("NewReplicaSetAvailable")) {
      return false;
    }
    int deadline = JsonTrees.number(deployment, 600, "spec", "progressDeadlineSeconds");
    String updated = JsonTrees.text(progressing, "lastUpdateTime");
    return reason.equals("ProgressDeadlineExceeded")
        || (!updated.isEmpty() && Instant.parse(updated).plusSeconds(deadline).isBefore(now));
  }

  private void failure(ArrayNode conditions) {
    JsonNode failed =
        fresh == null
            ? JsonTrees.object()
            : StatusConditions.find(JsonTrees.at(fresh, "status", "conditions"), "ReplicaFailure");
    if (failed instanceof ObjectNode condition && !condition.isEmpty()) {
      StatusConditions.set(
          conditions,
          StatusConditions.of(
              "ReplicaFailure",
              true,
              JsonTrees.text(condition, "reason"),
              JsonTrees.text(condition, "message")),
          now,
          true);
    } else {
      StatusConditions.remove(conditions, "ReplicaFailure");
    }
  }

  private static int number(JsonNode status, String field) {
    return JsonTrees.number(status, 0, field);
  }
}
