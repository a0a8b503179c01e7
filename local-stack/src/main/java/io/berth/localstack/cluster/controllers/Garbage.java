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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes what lost its owner, and finishes foreground and orphaning deletions. */
public final class Garbage implements Controller {

  private record Item(Resource resource, ObjectNode object) {
    Key key() {
      return Meta.key(resource, object);
    }
  }

  private final Store store;
  private final Objects objects;
  private final Deletion deletion;

  public Garbage(Store store, Objects objects, Deletion deletion) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
  }

  @Override
  public void reconcile(Instant now) {
    Map<String, Item> byUid = new HashMap<>();
    List<Item> owned = new ArrayList<>();
    for (Resource resource : Resources.ALL) {
      if (resource == Resources.EVENTS) {
        continue;
      }
      for (ObjectNode object : store.list(resource, "").items()) {
        Item item = new Item(resource, object);
        byUid.put(Meta.uid(object), item);
        if (!owners(object).isEmpty()) {
          owned.add(item);
        }
      }
    }
    owned.forEach(i -> dependent(i, byUid));
    byUid.values().stream()
        .filter(i -> Meta.isTerminating(i.object()))
        .forEach(i -> owner(i, owned));
  }

  private void dependent(Item item, Map<String, Item> byUid) {
    boolean kept =
        owners(item.object()).valueStream().anyMatch(o -> byUid.containsKey(Json.text(o, "uid")));
    if (!kept && !Meta.isTerminating(item.object())) {
      deletion.delete(item.key(), Json.object(), false);
    }
  }

  private void owner(Item owner, List<Item> owned) {
    String uid = Meta.uid(owner.object());
    List<Item> dependents = owned.stream().filter(d -> isOwnedBy(d.object(), uid)).toList();
    if (has(owner.object(), "orphan")) {
      dependents.forEach(d -> disown(d, uid));
      release(owner, "orphan");
    } else if (has(owner.object(), "foregroundDeletion")) {
      if (dependents.isEmpty()) {
        release(owner, "foregroundDeletion");
      }
      dependents.stream()
          .filter(d -> !Meta.isTerminating(d.object()))
          .forEach(d -> deletion.delete(d.key(), foreground(d), false));
    }
  }

  private static ObjectNode foreground(Item item) {
    return item.resource() == Resources.PODS
        ? Json.object()
        : Json.object().put("propagationPolicy", "Foreground");
  }

  private void disown(Item item, String uid) {
    ObjectNode next = item.object().deepCopy();
    Json.children(Meta.of(next), "ownerReferences").removeIf(o -> Json.text(o, "uid").equals(uid));
    objects.update(item.key(), "", next, WriteOptions.INTERNAL);
  }

  private void release(Item owner, String finalizer) {
    ObjectNode next = owner.object().deepCopy();
    ArrayNode left = Json.children(Meta.of(next), "finalizers");
    left.removeIf(f -> f.asString("").equals(finalizer));
    if (left.isEmpty()) {
      Meta.of(next).remove("finalizers");
    }
    objects.update(owner.key(), "", next, WriteOptions.INTERNAL);
  }

  private static boolean has(JsonNode object, String finalizer) {
    return Json.at(object, "metadata", "finalizers")
        .valueStream()
        .anyMatch(f -> f.asString("").equals(finalizer));
  }

  private static boolean isOwnedBy(JsonNode object, String uid) {
    return owners(object).valueStream().anyMatch(o -> Json.text(o, "uid").equals(uid));
  }

  private static JsonNode owners(JsonNode object) {
    return Json.at(object, "metadata", "ownerReferences");
  }
}
