/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.node.ObjectNode;

/** Where a new object will lie, and whether it may. */
public final class ObjectNaming {

  private final Store store;

  ObjectNaming(Store store) {
    this.store = store;
  }

  static ObjectKey keyed(ApiResource resource, String namespace, ObjectNode object) {
    ObjectNode meta = ObjectMeta.of(object);
    String said = ObjectMeta.namespace(object);
    if (resource.namespaced() && !said.isEmpty() && !said.equals(namespace)) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (resource.namespaced()) {
      meta.put("namespace", namespace);
    } else {
      meta.remove("namespace");
    }
    object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
    return new ObjectKey(resource, resource.namespaced() ? namespace : "", ObjectMeta.name(object));
  }

  void checkNamespace(ObjectKey key) {
    if (!key.resource().namespaced()) {
      return;
    }
    ObjectKey home = new ObjectKey(ApiResources.NAMESPACES, "", key.namespace());
    ObjectNode namespace =
        store.get(home).orElseThrow(() -> ApiException.notFound(home.resource(), home.name()));
    if (ObjectMeta.isTerminating(namespace)) {
      throw ApiException.forbidden(
          key.resource(),
          key.name(),
          "unable to create new content in namespace "
              + key.namespace()
              + " because it is being terminated");
    }
  }

  /** Five characters of Kubernetes' alphabet, which makes no words. */
  public static String suffix() {
    String letters = "bcdfghjklmnpqrstvwxz2456789";
    StringBuilder text = new StringBuilder();
    ThreadLocalRandom.current()
        .ints(5, 0, letters.length())
        .forEach(i -> text.append(letters.charAt(i)));
    return text.toString();
  }
}
