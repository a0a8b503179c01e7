/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the addresses of the pods behind each service, ready and not ready ones apart. */
public final class EndpointsController implements Controller {

  private final Store store;
  private final RestStorage objects;
  private final ChangedObjects changed = new ChangedObjects();

  public EndpointsController(Store store, RestStorage objects) {
    this.store = store;
    this.objects = objects;
  }

  @Override
  public void reconcile(Instant now) {
    PodIndex pods = new PodIndex(store.list(ApiResources.PODS, "").items());
    changed.forEach(
        store.list(ApiResources.SERVICES, "").items(),
        service -> pods.selectedBy(ObjectMeta.namespace(service), selector(service)),
        now,
        (service, selected) -> {
          if (!selector(service).isEmpty() && !ObjectMeta.isTerminating(service)) {
            write(service, selected);
          }
        });
  }

  private static Map<String, String> selector(ObjectNode service) {
    return JsonTrees.texts(service, "spec", "selector");
  }

  private void write(ObjectNode service, List<ObjectNode> selected) {
    List<ObjectNode> pods =
        selected.stream()
            .filter(
                p ->
                    !JsonTrees.text(p, "status", "podIP").isEmpty() && !ObjectMeta.isTerminating(p))
            .toList();
    ArrayNode subsets = JsonTrees.array();
    if (!pods.isEmpty()) {
      subsets.add(subset(service, pods));
    }
    ObjectKey key =
        new ObjectKey(
            ApiResources.ENDPOINTS, ObjectMeta.namespace(service), ObjectMeta.name(service));
    ObjectNode live = objects.find(key);
    ObjectNode next = live == null ? JsonTrees.object() : live.deepCopy();
    ObjectMeta.of(next).put("name", key.name());
    if (live == null) {
      ObjectMeta.addOwner(next, ApiResources.SERVICES, service);
    }
    next.set("subsets", subsets);
    if (live == null) {
      objects.create(ApiResources.ENDPOINTS, key.namespace(), next, WriteOptions.INTERNAL);
    } else {
      objects.update(key, "", next, WriteOptions.INTERNAL);
    }
  }

  private static ObjectNode subset(ObjectNode service, List<ObjectNode> pods) {
    ObjectNode subset = JsonTrees.object();
    for (ObjectNode pod : pods) {
      String list = StatusConditions.isTrue(pod, "Ready") ? "addresses" : "notReadyAddresses";
      ObjectNode address =
          JsonTrees.children(subset, list)
              .addObject()
              .put("ip", JsonTrees.text(pod, "status", "podIP"));
      String host = JsonTrees.text(pod, "spec", "hostname");
      if (!host.isEmpty()
          && JsonTrees.text(pod, "spec", "subdomain").equals(ObjectMeta.name(service))) {
        address.put("hostname", host);
      }
      address.put("nodeName", JsonTrees.text(pod, "spec", "nodeName"));
      address
          .putObject("targetRef")
          .put("kind", "Pod")
          .put("namespace", ObjectMeta.namespace(pod))
          .put("name", ObjectMeta.name(pod))
          .put("uid", ObjectMeta.uid(pod));
    }
    ArrayNode ports = subset.putArray("ports");
    for (JsonNode port : JsonTrees.at(service, "spec", "ports")) {
      ObjectNode entry = ports.addObject();
      port.optional("name").ifPresent(n -> entry.set("name", n));
      JsonNode target = port.path("targetPort");
      entry.put("port", target.isNumber() ? target.asInt() : port.path("port").asInt(0));
      entry.put("protocol", JsonTrees.text(port, "protocol"));
    }
    return subset;
  }
}
