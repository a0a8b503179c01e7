/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and sets entries of {@code status.conditions}. */
public final class StatusConditions {

  private StatusConditions() {}

  public static JsonNode find(JsonNode conditions, String type) {
    return conditions
        .valueStream()
        .filter(c -> JsonTrees.text(c, "type").equals(type))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  public static boolean isTrue(JsonNode object, String type) {
    return JsonTrees.text(find(JsonTrees.at(object, "status", "conditions"), type), "status")
        .equals("True");
  }

  /**
   * Sets the condition; the transition time moves only when the status does.
   *
   * @param updates whether the type has a {@code lastUpdateTime}, as those of deployments do
   */
  public static void set(ArrayNode conditions, ObjectNode condition, Instant now, boolean updates) {
    JsonNode old = find(conditions, JsonTrees.text(condition, "type"));
    boolean sameStatus = JsonTrees.text(old, "status").equals(JsonTrees.text(condition, "status"));
    boolean same =
        sameStatus
            && JsonTrees.text(old, "reason").equals(JsonTrees.text(condition, "reason"))
            && JsonTrees.text(old, "message").equals(JsonTrees.text(condition, "message"));
    if (same) {
      return;
    }
    String time = ObjectMeta.time(now);
    condition.put(
        "lastTransitionTime", sameStatus ? JsonTrees.text(old, "lastTransitionTime") : time);
    if (updates) {
      condition.put("lastUpdateTime", time);
    }
    remove(conditions, JsonTrees.text(condition, "type"));
    conditions.add(condition);
  }

  public static void remove(ArrayNode conditions, String type) {
    conditions.removeIf(c -> JsonTrees.text(c, "type").equals(type));
  }

  public static ObjectNode of(String type, boolean isTrue, String reason, String message) {
    ObjectNode condition =
        JsonTrees.object().put("type", type).put("status", isTrue ? "True" : "False");
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
    return condition;
  }
}
