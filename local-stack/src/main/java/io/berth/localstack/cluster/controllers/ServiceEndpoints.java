/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.rules.WriteOptions;
import io.berth.localstack.cluster.selector.LabelQuery;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resources;
import io.berth.localstack.cluster.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the addresses of the pods behind each service, ready and not ready ones apart. */
public final class ServiceEndpoints implements Controller {

  private final Store store;
  private final Objects objects;

  public ServiceEndpoints(Store store, Objects objects) {
    this.store = store;
    this.objects = objects;
  }

  @Override
  public void reconcile(Instant now) {
    for (ObjectNode service : store.list(Resources.SERVICES, "").items()) {
      Map<String, String> selector = Json.texts(service, "spec", "selector");
      if (!selector.isEmpty() && !Meta.isTerminating(service)) {
        write(service, LabelQuery.ofMap(selector));
      }
    }
  }

  private void write(ObjectNode service, LabelQuery query) {
    List<ObjectNode> pods =
        store.list(Resources.PODS, Meta.namespace(service)).items().stream()
            .filter(query)
            .filter(p -> !Json.text(p, "status", "podIP").isEmpty() && !Meta.isTerminating(p))
            .toList();
    ArrayNode subsets = Json.array();
    if (!pods.isEmpty()) {
      subsets.add(subset(service, pods));
    }
    Key key = new Key(Resources.ENDPOINTS, Meta.namespace(service), Meta.name(service));
    ObjectNode live = objects.find(key);
    ObjectNode next = live == null ? Json.object() : live.deepCopy();
    Meta.of(next).put("name", key.name());
    if (live == null) {
      Meta.own(next, Resources.SERVICES, service);
    }
    next.set("subsets", subsets);
    if (live == null) {
      objects.create(Resources.ENDPOINTS, key.namespace(), next, WriteOptions.INTERNAL);
    } else {
      objects.update(key, "", next, WriteOptions.INTERNAL);
    }
  }

  private static ObjectNode subset(ObjectNode service, List<ObjectNode> pods) {
    ObjectNode subset = Json.object();
    for (ObjectNode pod : pods) {
      String list = Conditions.isTrue(pod, "Ready") ? "addresses" : "notReadyAddresses";
      ObjectNode address =
          Json.children(subset, list).addObject().put("ip", Json.text(pod, "status", "podIP"));
      address.put("nodeName", Json.text(pod, "spec", "nodeName"));
      address
          .putObject("targetRef")
          .put("kind", "Pod")
          .put("namespace", Meta.namespace(pod))
          .put("name", Meta.name(pod))
          .put("uid", Meta.uid(pod));
    }
    ArrayNode ports = subset.putArray("ports");
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      ObjectNode entry = ports.addObject();
      port.optional("name").ifPresent(n -> entry.set("name", n));
      JsonNode target = port.path("targetPort");
      entry.put("port", target.isNumber() ? target.asInt() : port.path("port").asInt(0));
      entry.put("protocol", Json.text(port, "protocol"));
    }
    return subset;
  }
}
