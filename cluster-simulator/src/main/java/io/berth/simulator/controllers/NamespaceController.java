/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Creates the default objects of new namespaces and empties those that are terminating. */
public final class NamespaceController implements Controller {

  private final Store store;
  private final RestStorage objects;
  private final ObjectDeletion deletion;

  public NamespaceController(Store store, RestStorage objects, ObjectDeletion deletion) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
  }

  @Override
  public void reconcile(Instant now) {
    for (ObjectNode namespace : store.list(ApiResources.NAMESPACES, "").items()) {
      String name = ObjectMeta.name(namespace);
      if (ObjectMeta.isTerminating(namespace)) {
        empty(name);
      } else {
        createIfAbsent(ApiResources.SERVICE_ACCOUNTS, name, "default");
        createIfAbsent(ApiResources.CONFIG_MAPS, name, "kube-root-ca.crt");
      }
    }
  }

  private void createIfAbsent(ApiResource resource, String namespace, String name) {
    if (objects.find(new ObjectKey(resource, namespace, name)) == null) {
      ObjectNode object = JsonTrees.object();
      ObjectMeta.of(object).put("name", name);
      objects.create(resource, namespace, object, WriteOptions.INTERNAL);
    }
  }

  private void empty(String namespace) {
    int left = 0;
    for (ApiResource resource : ApiResources.ALL) {
      if (!resource.namespaced()) {
        continue;
      }
      for (ObjectNode object : store.list(resource, namespace).items()) {
        left++;
        if (!ObjectMeta.isTerminating(object)) {
          deletion.delete(
              ObjectMeta.key(resource, object),
              JsonTrees.object().put("propagationPolicy", "Background"),
              false);
        }
      }
    }
    if (left == 0) {
      objects.remove(new ObjectKey(ApiResources.NAMESPACES, "", namespace));
    }
  }
}
