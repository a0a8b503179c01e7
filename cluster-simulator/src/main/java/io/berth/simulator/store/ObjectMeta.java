/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes {@code metadata}. */
public final class ObjectMeta {

  private ObjectMeta() {}

  /** The metadata itself, made where it is missing. */
  public static ObjectNode of(ObjectNode object) {
    return JsonTrees.child(object, "metadata");
  }

  public static String name(JsonNode object) {
    return JsonTrees.text(object, "metadata", "name");
  }

  public static String namespace(JsonNode object) {
    return JsonTrees.text(object, "metadata", "namespace");
  }

  public static String uid(JsonNode object) {
    return JsonTrees.text(object, "metadata", "uid");
  }

  public static String version(JsonNode object) {
    return JsonTrees.text(object, "metadata", "resourceVersion");
  }

  public static Map<String, String> labels(JsonNode object) {
    return JsonTrees.texts(object, "metadata", "labels");
  }

  public static String annotation(JsonNode object, String name) {
    return JsonTrees.text(object, "metadata", "annotations", name);
  }

  public static boolean isTerminating(JsonNode object) {
    return !JsonTrees.text(object, "metadata", "deletionTimestamp").isEmpty();
  }

  public static boolean hasFinalizers(JsonNode object) {
    return !JsonTrees.at(object, "metadata", "finalizers").isEmpty();
  }

  public static Instant created(JsonNode object) {
    return Instant.parse(JsonTrees.text(object, "metadata", "creationTimestamp"));
  }

  /** The owner that controls the object, where there is one. */
  public static Optional<JsonNode> controller(JsonNode object) {
    return JsonTrees.at(object, "metadata", "ownerReferences")
        .valueStream()
        .filter(o -> o.path("controller").asBoolean(false))
        .findFirst();
  }

  /** The uid of the owner that controls the object; empty where none does. */
  public static String controllerUid(JsonNode object) {
    return controller(object).map(o -> JsonTrees.text(o, "uid")).orElse("");
  }

  /** The objects by the uid of their controller; under the empty text those without one. */
  public static Map<String, List<ObjectNode>> byController(List<ObjectNode> objects) {
    return objects.stream().collect(Collectors.groupingBy(ObjectMeta::controllerUid));
  }

  public static boolean isControlledBy(JsonNode object, String uid) {
    return controller(object).filter(o -> JsonTrees.text(o, "uid").equals(uid)).isPresent();
  }

  public static void addOwner(ObjectNode object, ApiResource resource, JsonNode owner) {
    JsonTrees.children(of(object), "ownerReferences")
        .addObject()
        .put("apiVersion", resource.apiVersion())
        .put("kind", resource.kind())
        .put("name", name(owner))
        .put("uid", uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  /** As Kubernetes writes times: UTC, whole seconds. */
  public static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  public static ObjectKey key(ApiResource resource, JsonNode object) {
    return new ObjectKey(resource, resource.namespaced() ? namespace(object) : "", name(object));
  }
}
