/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Which pods a ResourceQuota counts, by its scopes and its scope selector. */
final class QuotaScopes {

  private QuotaScopes() {}

  /** Whether a quota counts an object. One with scopes counts pods alone. */
  static boolean cover(JsonNode quota, ApiResource resource, JsonNode object) {
    JsonNode scopes = JsonTrees.at(quota, "spec", "scopes");
    JsonNode expressions = JsonTrees.at(quota, "spec", "scopeSelector", "matchExpressions");
    if (scopes.isEmpty() && expressions.isEmpty()) {
      return true;
    }
    return resource == ApiResources.PODS
        && stream(scopes).allMatch(scope -> isIn(scope.asString(), object))
        && stream(expressions).allMatch(expression -> matches(expression, object));
  }

  private static boolean matches(JsonNode expression, JsonNode pod) {
    String scope = JsonTrees.text(expression, "scopeName");
    boolean in = isIn(scope, pod);
    String priorityClass = JsonTrees.text(pod, "spec", "priorityClassName");
    boolean named =
        stream(JsonTrees.at(expression, "values"))
            .anyMatch(value -> value.asString().equals(priorityClass));
    return switch (JsonTrees.text(expression, "operator")) {
      case "In" -> in && named;
      case "NotIn" -> !in || !named;
      case "DoesNotExist" -> !in;
      default -> in;
    };
  }

  private static boolean isIn(String scope, JsonNode pod) {
    return switch (scope) {
      case "BestEffort" -> isBestEffort(pod);
      case "NotBestEffort" -> !isBestEffort(pod);
      case "Terminating" -> !JsonTrees.at(pod, "spec", "activeDeadlineSeconds").isMissingNode();
      case "NotTerminating" -> JsonTrees.at(pod, "spec", "activeDeadlineSeconds").isMissingNode();
      case "PriorityClass" -> !JsonTrees.text(pod, "spec", "priorityClassName").isEmpty();
      default -> false;
    };
  }

  private static boolean isBestEffort(JsonNode pod) {
    return stream(JsonTrees.at(pod, "spec", "containers"))
        .allMatch(
            container ->
                JsonTrees.at(container, "resources", "requests").isEmpty()
                    && JsonTrees.at(container, "resources", "limits").isEmpty());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
