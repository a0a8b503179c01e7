/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The admission plugins of claims: the default class, the protection of what is in use, and which
 * claims may grow.
 */
public final class ClaimAdmission {

  public static final String CLAIM_PROTECTION = "kubernetes.io/pvc-protection";
  public static final String VOLUME_PROTECTION = "kubernetes.io/pv-protection";
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  private final Store store;

  ClaimAdmission(Store store) {
    this.store = store;
  }

  /** Completes a new object. */
  void admit(ObjectKey key, ObjectNode object) {
    if (key.resource() == ApiResources.CLAIMS) {
      protect(object, CLAIM_PROTECTION);
      ObjectNode spec = JsonTrees.child(object, "spec");
      if (JsonTrees.isAbsent(spec.get("storageClassName"))) {
        defaultClass().ifPresent(name -> spec.put("storageClassName", name));
      }
    } else if (key.resource() == ApiResources.VOLUMES) {
      protect(object, VOLUME_PROTECTION);
    }
  }

  private static void protect(ObjectNode object, String finalizer) {
    ArrayNode finalizers = JsonTrees.children(ObjectMeta.of(object), "finalizers");
    if (finalizers.valueStream().noneMatch(f -> f.asString("").equals(finalizer))) {
      finalizers.add(finalizer);
    }
  }

  /** Of several defaults the youngest is taken. */
  private Optional<String> defaultClass() {
    return store.list(ApiResources.STORAGE_CLASSES, "").items().stream()
        .filter(c -> ObjectMeta.annotation(c, DEFAULT_CLASS).equals("true"))
        .max(Comparator.comparing(ObjectMeta::created))
        .map(ObjectMeta::name);
  }

  /**
   * @throws ApiException 403 when a claim asks for more and its class does not grow
   */
  void checkGrowth(ObjectKey key, JsonNode claim, JsonNode before) {
    if (key.resource() != ApiResources.CLAIMS || requested(claim).equals(requested(before))) {
      return;
    }
    String name = JsonTrees.text(before, "spec", "storageClassName");
    boolean grows =
        Stream.of(new ObjectKey(ApiResources.STORAGE_CLASSES, "", name))
            .flatMap(at -> store.get(at).stream())
            .anyMatch(c -> c.path("allowVolumeExpansion").asBoolean(false));
    if (JsonTrees.text(before, "status", "phase").equals("Bound") && !grows) {
      throw ApiException.forbidden(
          key.resource(),
          key.name(),
          "only dynamically provisioned pvc can be resized and the storageclass that provisions the"
              + " pvc must support resize");
    }
  }

  private static String requested(JsonNode claim) {
    return JsonTrees.text(claim, "spec", "resources", "requests", "storage");
  }
}
