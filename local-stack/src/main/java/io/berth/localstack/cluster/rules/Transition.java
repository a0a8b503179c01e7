/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.rules;

import io.berth.localstack.cluster.apply.UpdateTracking;
import io.berth.localstack.cluster.apply.Writer;
import io.berth.localstack.cluster.store.ApiError;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Key;
import io.berth.localstack.cluster.store.Meta;
import io.berth.localstack.cluster.store.Store;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From the object as it is to the object as somebody wants it: what may change, and what follows.
 */
final class Transition {

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
  private final Defaults defaults;

  Transition(Store store, Clock clock, Defaults defaults) {
    this.store = store;
    this.clock = clock;
    this.defaults = defaults;
  }

  ObjectNode store(
      Key key, String subresource, ObjectNode live, ObjectNode wanted, WriteOptions options) {
    ObjectNode next = prepare(key, subresource, live, wanted);
    if (next.equals(live)) {
      return live;
    }
    stamp(key, next, live, subresource, options);
    return finish(key, live, next, options);
  }

  /** As {@link #store}, but the managed fields are those of the apply. */
  ObjectNode storeApplied(
      Key key, String subresource, ObjectNode live, ObjectNode merged, WriteOptions options) {
    JsonNode managers = Json.at(merged, "metadata", "managedFields");
    ObjectNode next = prepare(key, subresource, live, merged);
    Meta.of(next).set("managedFields", managers);
    if (next.equals(live)) {
      return live;
    }
    generation(key, next, live);
    return finish(key, live, next, options);
  }

  private ObjectNode prepare(Key key, String subresource, ObjectNode live, ObjectNode wanted) {
    preconditions(key, live, wanted);
    ObjectNode next = wanted.deepCopy();
    if (subresource.equals("status")) {
      next = live.deepCopy();
      next.set("status", wanted.path("status").deepCopy());
      if (Json.isAbsent(wanted.get("status"))) {
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
    }
    Validation.check(key, next, live);
    return next;
  }

  private static void preconditions(Key key, ObjectNode live, ObjectNode wanted) {
    String version = Meta.version(wanted);
    if (!version.isEmpty() && !version.equals(Meta.version(live))) {
      throw ApiError.stale(key.resource(), key.name());
    }
    String uid = Meta.uid(wanted);
    if (!uid.isEmpty() && !uid.equals(Meta.uid(live))) {
      throw ApiError.conflict(
          key.resource(),
          key.name(),
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + Meta.uid(live));
    }
    if (!Meta.name(wanted).isEmpty() && !Meta.name(wanted).equals(key.name())) {
      throw ApiError.badRequest(
          "the name of the object ("
              + Meta.name(wanted)
              + ") does not match the name on the URL ("
              + key.name()
              + ")");
    }
  }

  private static void keepIdentity(Key key, ObjectNode live, ObjectNode next) {
    next.put("kind", key.resource().kind()).put("apiVersion", key.resource().apiVersion());
    ObjectNode meta = Meta.of(next);
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
    if (old.has("managedFields")) {
      meta.set("managedFields", old.get("managedFields"));
    }
  }

  /** Generation and, for writers with a name, the managed fields. */
  void stamp(
      Key key,
      ObjectNode next,
      @Nullable ObjectNode live,
      String subresource,
      WriteOptions options) {
    generation(key, next, live);
    if (!options.manager().isEmpty()) {
      Writer writer = new Writer(options.manager(), subresource, Meta.time(clock.instant()));
      UpdateTracking.track(live, next, writer, key.resource().hasStatus());
    }
  }

  private static void generation(Key key, ObjectNode next, @Nullable ObjectNode live) {
    if (key.resource().group().isEmpty() || !next.has("spec")) {
      return;
    }
    int before = live == null ? 0 : Json.number(live, 0, "metadata", "generation");
    boolean same = live != null && live.path("spec").equals(next.path("spec"));
    Meta.of(next).put("generation", same ? before : before + 1);
  }

  private ObjectNode finish(Key key, ObjectNode live, ObjectNode next, WriteOptions options) {
    if (options.dryRun()) {
      return next;
    }
    boolean released =
        Meta.isTerminating(next) && !Meta.hasFinalizers(next) && Meta.hasFinalizers(live);
    if (released) {
      store.remove(key);
      return next;
    }
    return store.put(key, next);
  }
}
