/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.patch;

import io.berth.simulator.store.JsonTrees;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which lists are merged by key, which maps and lists are replaced whole. The names are those of
 * the built-in types' OpenAPI ({@code x-kubernetes-list-map-keys}, {@code x-kubernetes-map-type}).
 */
public final class MergeKeys {

  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("ephemeralContainers", List.of("name")),
          Map.entry("env", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("volumeDevices", List.of("devicePath")),
          Map.entry("imagePullSecrets", List.of("name")),
          Map.entry("conditions", List.of("type")),
          Map.entry("hostAliases", List.of("ip")),
          Map.entry("ownerReferences", List.of("uid")),
          Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")));
  private static final Set<String> ATOMIC =
      Set.of(
          "selector",
          "labelSelector",
          "nodeSelector",
          "configMapKeyRef",
          "secretKeyRef",
          "fieldRef",
          "resourceFieldRef");
  private static final Set<String> SETS = Set.of("finalizers");

  private MergeKeys() {}

  /** The keys of the list with this name, empty for a list that is replaced whole. */
  public static List<String> of(String list, JsonNode items) {
    if (!list.equals("ports")) {
      return KEYS.getOrDefault(list, List.of());
    }
    boolean ofContainer = items.valueStream().anyMatch(i -> i.has("containerPort"));
    return List.of(ofContainer ? "containerPort" : "port", "protocol");
  }

  /** For strategic merge patches, which know one key only. */
  public static List<String> strategic(String list, JsonNode items) {
    List<String> keys = of(list, items);
    return keys.isEmpty() ? keys : keys.subList(0, 1);
  }

  public static boolean isAtomic(String map) {
    return ATOMIC.contains(map);
  }

  public static boolean isSet(String list) {
    return SETS.contains(list);
  }

  /** The item's key as an object; the protocol of a port defaults to TCP. */
  public static ObjectNode key(JsonNode item, List<String> names) {
    ObjectNode key = JsonTrees.object();
    for (String name : names) {
      JsonNode value = item.path(name);
      if (JsonTrees.isAbsent(value) && name.equals("protocol")) {
        key.put(name, "TCP");
      } else if (!JsonTrees.isAbsent(value)) {
        key.set(name, value);
      }
    }
    return key;
  }
}
