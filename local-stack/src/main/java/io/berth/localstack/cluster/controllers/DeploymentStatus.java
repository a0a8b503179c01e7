/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import io.berth.localstack.cluster.store.Json;
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
    ObjectNode status = Json.object();
    status.put("observedGeneration", Json.number(deployment, 0, "metadata", "generation"));
    int total = sum("replicas");
    int available = sum("availableReplicas");
    put(status, "replicas", total);
    put(status, "updatedReplicas", fresh == null ? 0 : Json.number(fresh, 0, "status", "replicas"));
    put(status, "readyReplicas", sum("readyReplicas"));
    put(status, "availableReplicas", available);
    put(status, "unavailableReplicas", Math.max(0, Math.max(total, replicas()) - available));
    ArrayNode conditions =
        old.get("conditions") instanceof ArrayNode c ? c.deepCopy() : Json.array();
    availability(conditions, available >= minAvailable);
    progress(conditions, status, old);
    failure(conditions);
    status.set("conditions", conditions);
    return status;
  }

  private int replicas() {
    return Json.number(deployment, 1, "spec", "replicas");
  }

  private int sum(String field) {
    return sets.stream().mapToInt(s -> Json.number(s, 0, "status", field)).sum();
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
    Conditions.set(conditions, Conditions.of("Available", isAvailable, reason, message), now, true);
  }

  private void progress(ArrayNode conditions, ObjectNode status, JsonNode old) {
    JsonNode current = Conditions.find(conditions, "Progressing");
    String reason = Json.text(current, "reason");
    if (deployment.path("spec").path("paused").asBoolean(false)) {
      ObjectNode paused =
          Conditions.of("Progressing", true, "DeploymentPaused", "Deployment is paused");
      Conditions.set(conditions, paused.put("status", "Unknown"), now, true);
      return;
    }
    if (reason.equals("DeploymentPaused")) {
      ObjectNode resumed =
          Conditions.of("Progressing", true, "DeploymentResumed", "Deployment is resumed");
      Conditions.set(conditions, resumed.put("status", "Unknown"), now, true);
      current = Conditions.find(conditions, "Progressing");
    }
    boolean settled =
        number(status, "replicas") == number(status, "updatedReplicas")
            && reason.equals("NewReplicaSetAvailable");
    if (fresh == null || settled) {
      return;
    }
    String name = "ReplicaSet \"" + Json.text(fresh, "metadata", "name") + "\"";
    if (isComplete(status)) {
      set(conditions, true, "NewReplicaSetAvailable", name + " has successfully progressed.");
    } else if (hasProgressed(status, old) || Json.isAbsent(current)) {
      touch(conditions, name + " is progressing.");
    } else if (isLate(current)) {
      set(conditions, false, "ProgressDeadlineExceeded", name + " has timed out progressing.");
    }
  }

  private void set(ArrayNode conditions, boolean isTrue, String reason, String message) {
    Conditions.set(conditions, Conditions.of("Progressing", isTrue, reason, message), now, true);
  }

  /** Progress moves {@code lastUpdateTime} also when reason and message stay. */
  private void touch(ArrayNode conditions, String message) {
    ObjectNode condition = Conditions.of("Progressing", true, "ReplicaSetUpdated", message);
    JsonNode old = Conditions.find(conditions, "Progressing");
    if (old instanceof ObjectNode o && Json.text(o, "status").equals("True")) {
      o.remove("message");
    }
    Conditions.set(conditions, condition, now, true);
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

  private boolean isLate(JsonNode progressing) {
    String reason = Json.text(progressing, "reason");
    if (reason.equals("NewReplicaSetAvailable")) {
      return false;
    }
    int deadline = Json.number(deployment, 600, "spec", "progressDeadlineSeconds");
    String updated = Json.text(progressing, "lastUpdateTime");
    return reason.equals("ProgressDeadlineExceeded")
        || (!updated.isEmpty() && Instant.parse(updated).plusSeconds(deadline).isBefore(now));
  }

  private void failure(ArrayNode conditions) {
    JsonNode failed =
        fresh == null
            ? Json.object()
            : Conditions.find(Json.at(fresh, "status", "conditions"), "ReplicaFailure");
    if (failed instanceof ObjectNode condition && !condition.isEmpty()) {
      Conditions.set(
          conditions,
          Conditions.of(
              "ReplicaFailure",
              true,
              Json.text(condition, "reason"),
              Json.text(condition, "message")),
          now,
          true);
    } else {
      Conditions.remove(conditions, "ReplicaFailure");
    }
  }

  private static int number(JsonNode status, String field) {
    return Json.number(status, 0, field);
  }
}
