/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Clock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes at once, or marks the object and lets its finalizers, kubelet or namespace finish. */
public final class ObjectDeletion {

  private final Store store;
  private final Clock clock;

  public ObjectDeletion(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The body of the answer: a Status when the object is gone, the object while it is terminating.
   *
   * @param options {@code DeleteOptions}, may be empty
   */
  public ObjectNode delete(ObjectKey key, JsonNode options, boolean dryRun) {
    return store.atomically(
        () -> {
          ObjectNode live =
              store.get(key).orElseThrow(() -> ApiException.notFound(key.resource(), key.name()));
          preconditions(key, live, options.path("preconditions"));
          return dryRun ? success(key, live) : deleted(key, live, options);
        });
  }

  private ObjectNode deleted(ObjectKey key, ObjectNode live, JsonNode options) {
    ObjectNode next = live.deepCopy();
    propagation(key, next, options);
    int grace = grace(key, live, options);
    boolean waits =
        ObjectMeta.hasFinalizers(next) || grace > 0 || key.resource() == ApiResources.NAMESPACES;
    if (!waits) {
      store.remove(key);
      return success(key, live);
    }
    mark(key, next, grace);
    return next.equals(live) ? live : store.put(key, next);
  }

  private void mark(ObjectKey key, ObjectNode next, int grace) {
    int before =
        JsonTrees.number(next, Integer.MAX_VALUE, "metadata", "deletionGracePeriodSeconds");
    if (!ObjectMeta.isTerminating(next) || grace < before) {
      ObjectMeta.of(next)
          .put("deletionTimestamp", ObjectMeta.time(clock.instant().plusSeconds(grace)));
      ObjectMeta.of(next).put("deletionGracePeriodSeconds", grace);
    }
    int generation = JsonTrees.number(next, 0, "metadata", "generation");
    if (generation > 0) {
      ObjectMeta.of(next).put("generation", generation + 1);
    }
    if (key.resource() == ApiResources.NAMESPACES) {
      JsonTrees.child(next, "status").put("phase", "Terminating");
    }
  }

  /** Where nothing is said the dependents go too; the pods of a Job stay, as on every server. */
  private static void propagation(ObjectKey key, ObjectNode next, JsonNode options) {
    String policy = JsonTrees.text(options, "propagationPolicy");
    boolean isOpen = policy.isEmpty() && !options.has("orphanDependents");
    boolean orphan =
        options.path("orphanDependents").asBoolean(false)
            || policy.equals("Orphan")
            || (isOpen && key.resource() == ApiResources.JOBS);
    String finalizer = orphan ? "orphan" : policy.equals("Foreground") ? "foregroundDeletion" : "";
    if (!finalizer.isEmpty() && !ObjectMeta.isTerminating(next)) {
      JsonTrees.children(ObjectMeta.of(next), "finalizers").add(finalizer);
    }
  }

  /** Only a pod on a node gets time to stop. */
  private static int grace(ObjectKey key, JsonNode live, JsonNode options) {
    boolean running =
        key.resource() == ApiResources.PODS && !JsonTrees.text(live, "spec", "nodeName").isEmpty();
    int own = JsonTrees.number(live, 30, "spec", "terminationGracePeriodSeconds");
    return running ? JsonTrees.number(options, own, "gracePeriodSeconds") : 0;
  }

  private static void preconditions(ObjectKey key, JsonNode live, JsonNode wanted) {
    check(key, "UID", JsonTrees.text(wanted, "uid"), ObjectMeta.uid(live));
    check(
        key,
        "ResourceVersion",
        JsonTrees.text(wanted, "resourceVersion"),
        ObjectMeta.version(live));
  }

  private static void check(ObjectKey key, String what, String wanted, String found) {
    if (!wanted.isEmpty() && !wanted.equals(found)) {
      throw ApiException.conflict(
          key.resource(),
          key.name(),
          "Precondition failed: "
              + what
              + " in precondition: "
              + wanted
              + ", "
              + what
              + " in object meta: "
              + found);
    }
  }

  private static ObjectNode success(ObjectKey key, JsonNode live) {
    ObjectNode status = JsonTrees.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", key.name());
    if (!key.resource().group().isEmpty()) {
      details.put("group", key.resource().group());
    }
    details.put("kind", key.resource().plural()).put("uid", ObjectMeta.uid(live));
    return status;
  }
}
