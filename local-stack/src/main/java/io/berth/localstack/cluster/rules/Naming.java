/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.rules;

import io.berth.localstack.cluster.store.ApiError;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Resource;
import io.berth.localstack.cluster.store.Resources;
import io.berth.localstack.cluster.store.Store;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.node.ObjectNode;

/** Where a new object will lie, and whether it may. */
public final class Naming {

  private final Store store;

  Naming(Store store) {
    this.store = store;
  }

  static Key keyed(Resource resource, String namespace, ObjectNode object) {
    ObjectNode meta = Meta.of(object);
    String said = Meta.namespace(object);
    if (resource.namespaced() && !said.isEmpty() && !said.equals(namespace)) {
      throw ApiError.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (resource.namespaced()) {
      meta.put("namespace", namespace);
    } else {
      meta.remove("namespace");
    }
    object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
    return new Key(resource, resource.namespaced() ? namespace : "", Meta.name(object));
  }

  void checkNamespace(Key key) {
    if (!key.resource().namespaced()) {
      return;
    }
    Key home = new Key(Resources.NAMESPACES, "", key.namespace());
    ObjectNode namespace =
        store.get(home).orElseThrow(() -> ApiError.notFound(home.resource(), home.name()));
    if (Meta.isTerminating(namespace)) {
      throw ApiError.forbidden(
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
