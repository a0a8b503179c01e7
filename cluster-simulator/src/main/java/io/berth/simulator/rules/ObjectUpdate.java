/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.apply.FieldManager;
import io.berth.simulator.apply.UpdateTracking;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From the object as it is to the object as somebody wants it: what may change, and what follows.
 */
final class ObjectUpdate {

  private static final List<String> FIXED =
      List.of(
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "namespace");

  private final Store store;
  private final Clock clock;
  private final ObjectDefaults defaults;
  private final ClaimAdmission claims;

  ObjectUpdate(Store store, Clock clock, ObjectDefaults defaults, ClaimAdmission claims) {
    this.store = store;
    this.clock = clock;
    this.defaults = defaults;
    this.claims = claims;
  }

  ObjectNode store(
      ObjectKey key, String subresource, ObjectNode live, ObjectNode wanted, WriteOptions options) {
    preconditions(key, live, wanted);
    if (isUnchanged(subresource, live, wanted)) {
      return live;
    }
    ObjectNode next = prepare(key, subresource, live, wanted);
    if (next.equals(live)) {
      return live;
    }
    stamp(key, next, live, subresource, options);
    return finish(key, live, next, options);
  }

  /** Most of what the controllers write in a pass is what is there. */
  private static boolean isUnchanged(String subresource, ObjectNode live, ObjectNode wanted) {
    return subresource.equals("status")
        ? wanted.path("status").equals(live.path("status"))
        : wanted.equals(live);
  }

  /** As {@link #store}, but the managed fields are those of the apply. */
  ObjectNode storeApplied(
      ObjectKey key, String subresource, ObjectNode live, ObjectNode merged, WriteOptions options) {
    JsonNode managers = JsonTrees.at(merged, "metadata", "managedFields");
    ObjectNode next = prepare(key, subresource, live, merged);
    ObjectMeta.of(next).set("managedFields", managers);
    if (next.equals(live)) {
      return live;
    }
    generation(key, next, live);
    return finish(key, live, next, options);
  }

  private ObjectNode prepare(
      ObjectKey key, String subresource, ObjectNode live, ObjectNode wanted) {
    preconditions(key, live, wanted);
    ObjectNode next = wanted.deepCopy();
    if (subresource.equals("status")) {
      next = live.deepCopy();
      next.set("status", wanted.path("status").deepCopy());
      if (JsonTrees.isAbsent(wanted.get("status"))) {
        next.remove("status");
      }
    } else if (key.resource().hasStatus()) {
      next.remove("status");
      if (live.has("status")) {
        next.set("status", live.get("status"));
      }
    }
    keepIdentity(key, live, next);
    if (!subresource.equals("status")) {
      defaults.apply(key, next);
      ObjectValidation.check(key, next, live);
      claims.checkGrowth(key, next, live);
    }
    return next;
  }

  private static void preconditions(ObjectKey key, ObjectNode live, ObjectNode wanted) {
    String version = ObjectMeta.version(wanted);
    if (!version.isEmpty() && !version.equals(ObjectMeta.version(live))) {
      throw ApiException.stale(key.resource(), key.name());
    }
    String uid = ObjectMeta.uid(wanted);
    if (!uid.isEmpty() && !uid.equals(ObjectMeta.uid(live))) {
      throw ApiException.conflict(
          key.resource(),
          key.name(),
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + ObjectMeta.uid(live));
    }
    if (!ObjectMeta.name(wanted).isEmpty() && !ObjectMeta.name(wanted).equals(key.name())) {
      throw ApiException.badRequest(
          "the name of the object ("
              + ObjectMeta.name(wanted)
              + ") does not match the name on the URL ("
              + key.name()
              + ")");
    }
  }

  private static void keepIdentity(ObjectKey key, ObjectNode live, ObjectNode next) {
    next.put("kind", key.resource().kind()).put("apiVersion", key.resource().apiVersion());
    ObjectNode meta = ObjectMeta.of(next);
    meta.put("name", key.name());
    JsonNode old = live.path("metadata");
    for (String field : FIXED) {
      if (old.has(field)) {
        meta.set(field, old.get(field));
      } else {
        meta.remove(field);
      }
    }
    meta.set("resourceVersion", old.path("resourceVersion"));
    if (old.has("managedFields") && meta.path("managedFields").isEmpty()) {
      meta.set("managedFields", old.get("managedFields"));
    }
  }

  /** Generation and, for writers with a name, the managed fields. */
  void stamp(
      ObjectKey key,
      ObjectNode next,
      @Nullable ObjectNode live,
      String subresource,
      WriteOptions options) {
    generation(key, next, live);
    if (!options.manager().isEmpty()) {
      FieldManager writer =
          new FieldManager(options.manager(), subresource, ObjectMeta.time(clock.instant()));
      UpdateTracking.track(live, next, writer, key.resource().hasStatus());
    }
  }

  private static void generation(ObjectKey key, ObjectNode next, @Nullable ObjectNode live) {
    if (key.resource().group().isEmpty() || !next.has("spec")) {
      return;
    }
    int before = live == null ? 0 : JsonTrees.number(live, 0, "metadata", "generation");
    boolean same = live != null && live.path("spec").equals(next.path("spec"));
    ObjectMeta.of(next).put("generation", same ? before : before + 1);
  }

  private ObjectNode finish(ObjectKey key, ObjectNode live, ObjectNode next, WriteOptions options) {
    if (options.dryRun()) {
      return next;
    }
    boolean released =
        ObjectMeta.isTerminating(next)
            && !ObjectMeta.hasFinalizers(next)
            && ObjectMeta.hasFinalizers(live);
    if (released) {
      store.remove(key);
      return next;
    }
    ObjectSize.check(next);
    return store.put(key, next);
  }
}
