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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes objects without an owner, and finishes foreground and orphaning deletions. */
public final class GarbageCollector implements Controller {

  private record StoredObject(ApiResource resource, ObjectNode object) {
    ObjectKey key() {
      return ObjectMeta.key(resource, object);
    }
  }

  private final Store store;
  private final RestStorage objects;
  private final ObjectDeletion deletion;

  public GarbageCollector(Store store, RestStorage objects, ObjectDeletion deletion) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
  }

  @Override
  public void reconcile(Instant now) {
    Map<String, StoredObject> byUid = new HashMap<>();
    List<StoredObject> owned = new ArrayList<>();
    for (ApiResource resource : ApiResources.ALL) {
      if (resource == ApiResources.EVENTS) {
        continue;
      }
      for (ObjectNode object : store.list(resource, "").items()) {
        StoredObject item = new StoredObject(resource, object);
        byUid.put(ObjectMeta.uid(object), item);
        if (!owners(object).isEmpty()) {
          owned.add(item);
        }
      }
    }
    owned.forEach(i -> dependent(i, byUid));
    byUid.values().stream()
        .filter(i -> ObjectMeta.isTerminating(i.object()))
        .forEach(i -> owner(i, owned));
  }

  private void dependent(StoredObject item, Map<String, StoredObject> byUid) {
    boolean kept =
        owners(item.object())
            .valueStream()
            .anyMatch(o -> byUid.containsKey(JsonTrees.text(o, "uid")));
    if (!kept && !ObjectMeta.isTerminating(item.object())) {
      deletion.delete(item.key(), JsonTrees.object().put("propagationPolicy", "Background"), false);
    }
  }

  private void owner(StoredObject owner, List<StoredObject> owned) {
    String uid = ObjectMeta.uid(owner.object());
    List<StoredObject> dependents = owned.stream().filter(d -> isOwnedBy(d.object(), uid)).toList();
    if (has(owner.object(), "orphan")) {
      dependents.forEach(d -> removeOwner(d, uid));
      release(owner, "orphan");
    } else if (has(owner.object(), "foregroundDeletion")) {
      if (dependents.isEmpty()) {
        release(owner, "foregroundDeletion");
      }
      dependents.stream()
          .filter(d -> !ObjectMeta.isTerminating(d.object()))
          .forEach(d -> deletion.delete(d.key(), foreground(d), false));
    }
  }

  private static ObjectNode foreground(StoredObject item) {
    return item.resource() == ApiResources.PODS
        ? JsonTrees.object()
        : JsonTrees.object().put("propagationPolicy", "Foreground");
  }

  private void removeOwner(StoredObject item, String uid) {
    ObjectNode next = item.object().deepCopy();
    JsonTrees.children(ObjectMeta.of(next), "ownerReferences")
        .removeIf(o -> JsonTrees.text(o, "uid").equals(uid));
    objects.update(item.key(), "", next, WriteOptions.INTERNAL);
  }

  private void release(StoredObject owner, String finalizer) {
    ObjectNode next = owner.object().deepCopy();
    ArrayNode left = JsonTrees.children(ObjectMeta.of(next), "finalizers");
    left.removeIf(f -> f.asString("").equals(finalizer));
    if (left.isEmpty()) {
      ObjectMeta.of(next).remove("finalizers");
    }
    objects.update(owner.key(), "", next, WriteOptions.INTERNAL);
  }

  private static boolean has(JsonNode object, String finalizer) {
    return JsonTrees.at(object, "metadata", "finalizers")
        .valueStream()
        .anyMatch(f -> f.asString("").equals(finalizer));
  }

  private static boolean isOwnedBy(JsonNode object, String uid) {
    return owners(object).valueStream().anyMatch(o -> JsonTrees.text(o, "uid").equals(uid));
  }

  private static JsonNode owners(JsonNode object) {
    return JsonTrees.at(object, "metadata", "ownerReferences");
  }
}
