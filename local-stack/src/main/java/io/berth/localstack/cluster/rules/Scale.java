/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.rules;

import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The scale subresource: {@code autoscaling/v1 Scale} out of a workload and back. */
final class Scale {

  private Scale() {}

  static ObjectNode of(ObjectNode workload) {
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode meta = Meta.of(scale);
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      meta.set(field, Json.at(workload, "metadata", field));
    }
    scale.putObject("spec").put("replicas", Json.number(workload, 1, "spec", "replicas"));
    List<String> labels = new ArrayList<>();
    Json.texts(workload, "spec", "selector", "matchLabels")
        .forEach((k, v) -> labels.add(k + "=" + v));
    scale
        .putObject("status")
        .put("replicas", Json.number(workload, 0, "status", "replicas"))
        .put("selector", String.join(",", labels));
    return scale;
  }

  static ObjectNode into(ObjectNode workload, ObjectNode scale) {
    ObjectNode scaled = workload.deepCopy();
    Json.child(scaled, "spec").put("replicas", Json.number(scale, 0, "spec", "replicas"));
    String version = Meta.version(scale);
    if (!version.isEmpty()) {
      Meta.of(scaled).put("resourceVersion", version);
    }
    return scaled;
  }
}
