/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The scale subresource: {@code autoscaling/v1 Scale} out of a workload and back. */
final class ScaleSubresource {

  private ScaleSubresource() {}

  static ObjectNode of(ObjectNode workload) {
    ObjectNode scale = JsonTrees.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode meta = ObjectMeta.of(scale);
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      meta.set(field, JsonTrees.at(workload, "metadata", field));
    }
    scale.putObject("spec").put("replicas", JsonTrees.number(workload, 1, "spec", "replicas"));
    List<String> labels = new ArrayList<>();
    JsonTrees.texts(workload, "spec", "selector", "matchLabels")
        .forEach((k, v) -> labels.add(k + "=" + v));
    scale
        .putObject("status")
        .put("replicas", JsonTrees.number(workload, 0, "status", "replicas"))
        .put("selector", String.join(",", labels));
    return scale;
  }

  static ObjectNode into(ObjectNode workload, ObjectNode scale) {
    ObjectNode scaled = workload.deepCopy();
    JsonTrees.child(scaled, "spec").put("replicas", JsonTrees.number(scale, 0, "spec", "replicas"));
    String version = ObjectMeta.version(scale);
    if (!version.isEmpty()) {
      ObjectMeta.of(scaled).put("resourceVersion", version);
    }
    return scaled;
  }
}
