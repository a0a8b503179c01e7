/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.rules;

import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resources;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API server fills in where a writer says nothing. */
final class Defaults {

  private final AtomicInteger addresses = new AtomicInteger(10);

  void apply(Key key, ObjectNode object) {
    if (key.resource() == Resources.DEPLOYMENTS) {
      deployment(Json.child(object, "spec"));
    } else if (key.resource() == Resources.REPLICA_SETS) {
      ObjectNode spec = Json.child(object, "spec");
      put(spec, "replicas", 1);
      PodDefaults.template(spec);
    } else if (key.resource() == Resources.PODS) {
      PodDefaults.spec(Json.child(object, "spec"));
      PodDefaults.requests(object.path("spec"));
      Json.child(object, "status").putIfAbsent("phase", Json.MAPPER.valueToTree("Pending"));
      object
          .withObjectProperty("status")
          .put("qosClass", PodDefaults.qosClass(object.path("spec")));
    } else if (key.resource() == Resources.SERVICES) {
      service(Json.child(object, "spec"));
    } else if (key.resource() == Resources.NAMESPACES) {
      Json.child(object, "metadata", "labels").put("kubernetes.io/metadata.name", key.name());
      Json.children(Json.child(object, "spec"), "finalizers");
      if (object.path("spec").path("finalizers").isEmpty() && !Meta.isTerminating(object)) {
        Json.children(Json.child(object, "spec"), "finalizers").add("kubernetes");
      }
      Json.child(object, "status").putIfAbsent("phase", Json.MAPPER.valueToTree("Active"));
    } else if (key.resource() == Resources.SECRETS) {
      put(object, "type", "Opaque");
    }
  }

  private static void deployment(ObjectNode spec) {
    put(spec, "replicas", 1);
    put(spec, "revisionHistoryLimit", 10);
    put(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Json.child(spec, "strategy");
    put(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      put(rolling, "maxUnavailable", "25%");
      put(rolling, "maxSurge", "25%");
    }
    PodDefaults.template(spec);
  }

  private void service(ObjectNode spec) {
    put(spec, "type", "ClusterIP");
    put(spec, "sessionAffinity", "None");
    if (!Json.text(spec, "type").equals("ExternalName") && Json.text(spec, "clusterIP").isEmpty()) {
      int n = addresses.getAndIncrement();
      spec.put("clusterIP", "10.96." + n / 250 + "." + n % 250);
      Json.children(spec, "clusterIPs").add(spec.path("clusterIP"));
    }
    for (JsonNode port : spec.path("ports")) {
      put((ObjectNode) port, "protocol", "TCP");
      ((ObjectNode) port).putIfAbsent("targetPort", port.path("port"));
    }
  }

  static void put(ObjectNode object, String name, Object value) {
    if (Json.isAbsent(object.get(name))) {
      object.set(name, Json.MAPPER.valueToTree(value));
    }
  }
}
