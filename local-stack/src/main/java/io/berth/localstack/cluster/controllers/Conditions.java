/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and sets entries of {@code status.conditions}. */
public final class Conditions {

  private Conditions() {}

  public static JsonNode find(JsonNode conditions, String type) {
    return conditions
        .valueStream()
        .filter(c -> Json.text(c, "type").equals(type))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  public static boolean isTrue(JsonNode object, String type) {
    return Json.text(find(Json.at(object, "status", "conditions"), type), "status").equals("True");
  }

  /**
   * Sets the condition; the transition time moves only when the status does.
   *
   * @param updates whether the type has a {@code lastUpdateTime}, as those of deployments do
   */
  public static void set(ArrayNode conditions, ObjectNode condition, Instant now, boolean updates) {
    JsonNode old = find(conditions, Json.text(condition, "type"));
    boolean sameStatus = Json.text(old, "status").equals(Json.text(condition, "status"));
    boolean same =
        sameStatus
            && Json.text(old, "reason").equals(Json.text(condition, "reason"))
            && Json.text(old, "message").equals(Json.text(condition, "message"));
    if (same) {
      return;
    }
    String time = Meta.time(now);
    condition.put("lastTransitionTime", sameStatus ? Json.text(old, "lastTransitionTime") : time);
    if (updates) {
      condition.put("lastUpdateTime", time);
    }
    remove(conditions, Json.text(condition, "type"));
    conditions.add(condition);
  }

  public static void remove(ArrayNode conditions, String type) {
    conditions.removeIf(c -> Json.text(c, "type").equals(type));
  }

  public static ObjectNode of(String type, boolean isTrue, String reason, String message) {
    ObjectNode condition = Json.object().put("type", type).put("status", isTrue ? "True" : "False");
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
    return condition;
  }
}
