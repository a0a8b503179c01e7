/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.deploy.manifest.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An object as it must be whatever happened on the way: without numbers, times and addresses. */
public final class ComparableObject {

  private static final Set<String> OF_ITS_RUN =
      Set.of(
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "managedFields",
          "clusterIP",
          "clusterIPs",
          "status",
          "deployment.kubernetes.io/revision",
          Annotations.APP, // which names the namespace
          Annotations.CONDITIONS_BEFORE,
          // Which of two commands was superseded before it was written differs from run to run.
          Annotations.VERSION,
          Annotations.RELEASE,
          Annotations.COMMAND_ID,
          Annotations.COMMAND_TIME,
          Annotations.DEADLINE,
          Annotations.POSITION);

  private ComparableObject() {}

  public static Map<String, Object> of(KubernetesSerialization json, HasMetadata object) {
    return without(json.convertValue(object, Map.class));
  }

  private static Map<String, Object> without(Map<?, ?> map) {
    Map<String, Object> left = new TreeMap<>();
    map.forEach(
        (key, value) -> {
          if (!OF_ITS_RUN.contains(String.valueOf(key)) && !isRelease(map)) {
            left.put(String.valueOf(key), without(value));
          }
        });
    return left;
  }

  /** The number, told to the container. */
  private static boolean isRelease(Map<?, ?> variable) {
    return "BERTH_RELEASE".equals(variable.get("name"));
  }

  private static Object without(Object value) {
    return switch (value) {
      case Map<?, ?> map -> without(map);
      case List<?> list -> list.stream().map(ComparableObject::without).toList();
      case null -> "null";
      default -> value;
    };
  }
}
