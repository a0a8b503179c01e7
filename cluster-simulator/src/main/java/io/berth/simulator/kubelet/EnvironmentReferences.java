/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for the ConfigMaps and Secrets that a container names; of a Secret only whether it is
 * there.
 */
final class EnvironmentReferences {

  private final Store store;

  EnvironmentReferences(Store store) {
    this.store = store;
  }

  /** The kubelet's message for the first thing that is missing. */
  Optional<String> missing(JsonNode pod, JsonNode container) {
    String namespace = ObjectMeta.namespace(pod);
    for (JsonNode env : container.path("env")) {
      JsonNode from = env.path("valueFrom");
      Optional<String> missing =
          missing(namespace, ApiResources.CONFIG_MAPS, from.path("configMapKeyRef"))
              .or(() -> missing(namespace, ApiResources.SECRETS, from.path("secretKeyRef")));
      if (missing.isPresent()) {
        return missing;
      }
    }
    for (JsonNode from : container.path("envFrom")) {
      Optional<String> missing =
          missing(namespace, ApiResources.CONFIG_MAPS, from.path("configMapRef"))
              .or(() -> missing(namespace, ApiResources.SECRETS, from.path("secretRef")));
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private Optional<String> missing(String namespace, ApiResource resource, JsonNode ref) {
    String name = JsonTrees.text(ref, "name");
    if (name.isEmpty() || ref.path("optional").asBoolean(false)) {
      return Optional.empty();
    }
    ObjectNode found = store.get(new ObjectKey(resource, namespace, name)).orElse(null);
    if (found == null) {
      return Optional.of(resource.singular() + " \"" + name + "\" not found");
    }
    String key = JsonTrees.text(ref, "key");
    boolean has =
        key.isEmpty()
            || found.path("data").has(key)
            || found.path("stringData").has(key)
            || found.path("binaryData").has(key);
    return has
        ? Optional.empty()
        : Optional.of(
            "couldn't find key " + key + " in " + resource.kind() + " " + namespace + "/" + name);
  }
}
