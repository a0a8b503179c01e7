/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Counts what a namespace uses and refuses what would exceed a ResourceQuota. */
public final class QuotaAdmission {

  /** Of the core group four kinds cost something; of all other groups every kind counts. */
  private static final List<ApiResource> COUNTED =
      ApiResources.ALL.stream()
          .filter(ApiResource::namespaced)
          .filter(r -> !cost(r, JsonTrees.object()).isEmpty())
          .toList();

  private final Store store;

  public QuotaAdmission(Store store) {
    this.store = store;
  }

  /**
   * @throws ApiException 403 {@code exceeded quota: …} or {@code failed quota: …: must specify …}
   */
  void check(ObjectKey key, ObjectNode object) {
    Map<String, BigDecimal> asked = cost(key.resource(), object);
    if (asked.isEmpty()) {
      return;
    }
    for (ObjectNode quota : store.list(ApiResources.QUOTAS, key.namespace()).items()) {
      if (QuotaScopes.cover(quota, key.resource(), object)) {
        check(key, asked, quota);
      }
    }
  }

  private void check(ObjectKey key, Map<String, BigDecimal> asked, ObjectNode quota) {
    Map<String, BigDecimal> used = used(quota);
    List<String> over = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Map<String, String> hard = new TreeMap<>(JsonTrees.texts(quota, "spec", "hard"));
    hard.forEach(
        (name, limit) -> {
          BigDecimal wanted = asked.get(normal(name));
          if (wanted == null) {
            return;
          }
          if (wanted.signum() == 0) {
            missing.add(name);
          } else if (used.getOrDefault(normal(name), BigDecimal.ZERO)
                  .add(wanted)
                  .compareTo(ResourceQuantity.parse(limit))
              > 0) {
            over.add(name);
          }
        });
    if (!missing.isEmpty()) {
      throw ApiException.forbidden(
          key.resource(),
          key.name(),
          "failed quota: "
              + ObjectMeta.name(quota)
              + ": must specify "
              + String.join(",", missing));
    }
    if (!over.isEmpty()) {
      throw ApiException.forbidden(
          key.resource(),
          key.name(),
          "exceeded quota: "
              + ObjectMeta.name(quota)
              + ", requested: "
              + format(over, asked)
              + ", used: "
              + format(over, used)
              + ", limited: "
              + formatHard(over, hard));
    }
  }

  /** What a quota counts in its namespace now, by the normal names of quota resources. */
  public Map<String, BigDecimal> used(ObjectNode quota) {
    Map<String, BigDecimal> used = new TreeMap<>();
    for (ApiResource resource : COUNTED) {
      store.list(resource, ObjectMeta.namespace(quota)).items().stream()
          .filter(o -> !isDone(o) && QuotaScopes.cover(quota, resource, o))
          .forEach(o -> cost(resource, o).forEach((k, v) -> used.merge(k, v, BigDecimal::add)));
    }
    return used;
  }

  /** The objects of a namespace that some quota may count: only when they change, the sum does. */
  public List<ObjectNode> counted(String namespace) {
    return COUNTED.stream().flatMap(r -> store.list(r, namespace).items().stream()).toList();
  }

  /** {@code cpu} is {@code requests.cpu}, {@code count/pods} is {@code pods}. */
  public static String normal(String name) {
    return switch (name) {
      case "cpu", "memory" -> "requests." + name;
      case "count/pods", "count/services", "count/configmaps", "count/persistentvolumeclaims" ->
          name.substring("count/".length());
      default -> name;
    };
  }

  private static boolean isDone(JsonNode object) {
    String phase = JsonTrees.text(object, "status", "phase");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  private static Map<String, BigDecimal> cost(ApiResource resource, JsonNode object) {
    Map<String, BigDecimal> cost = new TreeMap<>();
    if (resource == ApiResources.PODS) {
      cost.put("pods", BigDecimal.ONE);
      for (String side : List.of("requests", "limits")) {
        for (String what : List.of("cpu", "memory")) {
          cost.put(side + "." + what, sum(object, side, what));
        }
      }
    } else if (resource == ApiResources.SERVICES) {
      cost.put("services", BigDecimal.ONE);
    } else if (resource == ApiResources.CONFIG_MAPS) {
      cost.put("configmaps", BigDecimal.ONE);
    } else if (resource == ApiResources.CLAIMS) {
      claim(cost, object);
    } else if (!resource.group().isEmpty()) {
      cost.put("count/" + resource.qualified(), BigDecimal.ONE);
    }
    return cost;
  }

  /** Claims count as a whole, and apart by their class. */
  private static void claim(Map<String, BigDecimal> cost, JsonNode claim) {
    String storage = JsonTrees.text(claim, "spec", "resources", "requests", "storage");
    BigDecimal size =
        ResourceQuantity.isValid(storage) ? ResourceQuantity.parse(storage) : BigDecimal.ZERO;
    cost.put("persistentvolumeclaims", BigDecimal.ONE);
    cost.put("requests.storage", size);
    String name = JsonTrees.text(claim, "spec", "storageClassName");
    if (!name.isEmpty()) {
      String prefix = name + ".storageclass.storage.k8s.io/";
      cost.put(prefix + "persistentvolumeclaims", BigDecimal.ONE);
      cost.put(prefix + "requests.storage", size);
    }
  }

  /** Of the containers together, or of the largest init container before them. */
  private static BigDecimal sum(JsonNode pod, String side, String what) {
    return amounts(pod, "containers", side, what)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .max(amounts(pod, "initContainers", side, what).reduce(BigDecimal.ZERO, BigDecimal::max));
  }

  private static Stream<BigDecimal> amounts(JsonNode pod, String list, String side, String what) {
    return JsonTrees.at(pod, "spec", list)
        .valueStream()
        .map(container -> JsonTrees.text(container, "resources", side, what))
        .map(
            text ->
                ResourceQuantity.isValid(text) ? ResourceQuantity.parse(text) : BigDecimal.ZERO);
  }

  private static String format(List<String> names, Map<String, BigDecimal> amounts) {
    return String.join(
        ",",
        names.stream()
            .map(n -> n + "=" + text(n, amounts.getOrDefault(normal(n), BigDecimal.ZERO)))
            .toList());
  }

  private static String formatHard(List<String> names, Map<String, String> hard) {
    return String.join(",", names.stream().map(n -> n + "=" + hard.get(n)).toList());
  }

  /** An amount as Kubernetes prints it for this resource. */
  public static String text(String name, BigDecimal amount) {
    return normal(name).endsWith("memory") || normal(name).endsWith("storage")
        ? ResourceQuantity.memory(amount)
        : ResourceQuantity.cpu(amount);
  }
}
