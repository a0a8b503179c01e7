/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resource;
import io.berth.localstack.cluster.store.Resources;
import io.berth.localstack.cluster.store.Store;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for the ConfigMaps and Secrets that a container names; of a Secret only whether it is
 * there.
 */
final class PodConfig {

  private final Store store;

  PodConfig(Store store) {
    this.store = store;
  }

  /** The kubelet's message for the first thing that is missing. */
  Optional<String> missing(JsonNode pod, JsonNode container) {
    String namespace = Meta.namespace(pod);
    for (JsonNode env : container.path("env")) {
      JsonNode from = env.path("valueFrom");
      Optional<String> lack =
          lack(namespace, Resources.CONFIG_MAPS, from.path("configMapKeyRef"))
              .or(() -> lack(namespace, Resources.SECRETS, from.path("secretKeyRef")));
      if (lack.isPresent()) {
        return lack;
      }
    }
    for (JsonNode from : container.path("envFrom")) {
      Optional<String> lack =
          lack(namespace, Resources.CONFIG_MAPS, from.path("configMapRef"))
              .or(() -> lack(namespace, Resources.SECRETS, from.path("secretRef")));
      if (lack.isPresent()) {
        return lack;
      }
    }
    return Optional.empty();
  }

  private Optional<String> lack(String namespace, Resource resource, JsonNode ref) {
    String name = Json.text(ref, "name");
    if (name.isEmpty() || ref.path("optional").asBoolean(false)) {
      return Optional.empty();
    }
    ObjectNode found = store.get(new Key(resource, namespace, name)).orElse(null);
    if (found == null) {
      return Optional.of(resource.singular() + " \"" + name + "\" not found");
    }
    String key = Json.text(ref, "key");
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
