/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.controllers;

import io.berth.localstack.cluster.rules.Deletion;
import io.berth.localstack.cluster.rules.Objects;
import io.berth.localstack.cluster.rules.WriteOptions;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resource;
import io.berth.localstack.cluster.store.Resources;
import io.berth.localstack.cluster.store.Store;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Furnishes new namespaces and empties those that are going away. */
public final class Namespaces implements Controller {

  private final Store store;
  private final Objects objects;
  private final Deletion deletion;

  public Namespaces(Store store, Objects objects, Deletion deletion) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
  }

  @Override
  public void reconcile(Instant now) {
    for (ObjectNode namespace : store.list(Resources.NAMESPACES, "").items()) {
      String name = Meta.name(namespace);
      if (Meta.isTerminating(namespace)) {
        empty(name);
      } else {
        furnish(Resources.SERVICE_ACCOUNTS, name, "default");
        furnish(Resources.CONFIG_MAPS, name, "kube-root-ca.crt");
      }
    }
  }

  private void furnish(Resource resource, String namespace, String name) {
    if (objects.find(new Key(resource, namespace, name)) == null) {
      ObjectNode object = Json.object();
      Meta.of(object).put("name", name);
      objects.create(resource, namespace, object, WriteOptions.INTERNAL);
    }
  }

  private void empty(String namespace) {
    int left = 0;
    for (Resource resource : Resources.ALL) {
      if (!resource.namespaced()) {
        continue;
      }
      for (ObjectNode object : store.list(resource, namespace).items()) {
        left++;
        if (!Meta.isTerminating(object)) {
          deletion.delete(Meta.key(resource, object), Json.object(), false);
        }
      }
    }
    if (left == 0) {
      objects.remove(new Key(Resources.NAMESPACES, "", namespace));
    }
  }
}
