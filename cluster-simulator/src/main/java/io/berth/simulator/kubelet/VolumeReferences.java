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

/** Looks for the ConfigMaps and Secrets that a pod mounts. */
final class VolumeReferences {

  private final Store store;

  VolumeReferences(Store store) {
    this.store = store;
  }

  /** The kubelet's message for the first volume that cannot be mounted. */
  Optional<String> missing(JsonNode pod) {
    String namespace = ObjectMeta.namespace(pod);
    return JsonTrees.at(pod, "spec", "volumes")
        .valueStream()
        .flatMap(
            volume ->
                missing(namespace, volume).stream()
                    .map(
                        why ->
                            "MountVolume.SetUp failed for volume \""
                                + JsonTrees.text(volume, "name")
                                + "\" : "
                                + why))
        .findFirst();
  }

  private Optional<String> missing(String namespace, JsonNode volume) {
    return volume.has("secret")
        ? missing(namespace, ApiResources.SECRETS, volume.path("secret"), "secretName")
        : missing(namespace, ApiResources.CONFIG_MAPS, volume.path("configMap"), "name");
  }

  private Optional<String> missing(
      String namespace, ApiResource resource, JsonNode source, String nameField) {
    String name = JsonTrees.text(source, nameField);
    if (name.isEmpty() || source.path("optional").asBoolean(false)) {
      return Optional.empty();
    }
    ObjectNode found = store.get(new ObjectKey(resource, namespace, name)).orElse(null);
    if (found == null) {
      return Optional.of(resource.singular() + " \"" + name + "\" not found");
    }
    return source
        .path("items")
        .valueStream()
        .map(item -> JsonTrees.text(item, "key"))
        .filter(key -> !found.path("data").has(key) && !found.path("binaryData").has(key))
        .map(
            key ->
                resource == ApiResources.SECRETS
                    ? "references non-existent secret key: " + key
                    : "configmap references non-existent config key: " + key)
        .findFirst();
  }
}
