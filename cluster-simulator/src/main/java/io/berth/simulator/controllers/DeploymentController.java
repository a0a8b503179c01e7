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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deployment to replica sets: creates the one of the current template and rolls from the others.
 */
public final class DeploymentController implements Controller {

  private final Store store;
  private final RestStorage objects;
  private final ReplicaSetWriter sets;
  private final ChangedObjects changed = new ChangedObjects();

  public DeploymentController(Store store, RestStorage objects, EventRecorder events) {
    this.store = store;
    this.objects = objects;
    this.sets = new ReplicaSetWriter(objects, events);
  }

  @Override
  public void reconcile(Instant now) {
    Map<String, List<ObjectNode>> owned =
        store.list(ApiResources.REPLICA_SETS, "").items().stream()
            .filter(s -> ObjectMeta.controller(s).isPresent() && !ObjectMeta.isTerminating(s))
            .collect(
                Collectors.groupingBy(
                    s -> JsonTrees.text(ObjectMeta.controller(s).orElseThrow(), "uid")));
    changed.forEach(
        store.list(ApiResources.DEPLOYMENTS, "").items(),
        deployment -> owned.getOrDefault(ObjectMeta.uid(deployment), List.of()),
        now,
        (deployment, sets) -> {
          if (!ObjectMeta.isTerminating(deployment)) {
            reconcile(deployment, new ArrayList<>(sets), now);
          }
        });
  }

  private void reconcile(ObjectNode deployment, List<ObjectNode> owned, Instant now) {
    JsonNode template = TemplateHash.without(JsonTrees.at(deployment, "spec", "template"));
    ObjectNode fresh =
        owned.stream()
            .filter(s -> TemplateHash.without(JsonTrees.at(s, "spec", "template")).equals(template))
            .findFirst()
            .orElse(null);
    boolean paused = deployment.path("spec").path("paused").asBoolean(false);
    RollingUpdate update = update(deployment);
    boolean waits = fresh == null && isRecreated(deployment) && hasPods(deployment, owned);
    if (fresh == null && !paused && !waits) {
      fresh = sets.create(deployment, owned, firstSize(deployment, owned, update));
      if (fresh != null) {
        owned.add(fresh);
      }
    } else if (fresh != null) {
      fresh = sets.revise(deployment, fresh, owned);
    }
    List<ObjectNode> old = new ArrayList<>(owned);
    String uid = fresh == null ? "" : ObjectMeta.uid(fresh);
    old.removeIf(s -> ObjectMeta.uid(s).equals(uid));
    roll(deployment, update, fresh, old, paused);
    writeStatus(deployment, owned, now, update, uid);
    if (fresh != null) {
      sets.trim(deployment, old);
    }
  }

  private static boolean isRecreated(ObjectNode deployment) {
    return JsonTrees.text(deployment, "spec", "strategy", "type").equals("Recreate");
  }

  private boolean hasPods(ObjectNode deployment, List<ObjectNode> sets) {
    return store.list(ApiResources.PODS, ObjectMeta.namespace(deployment)).items().stream()
        .anyMatch(
            p -> sets.stream().anyMatch(s -> ObjectMeta.isControlledBy(p, ObjectMeta.uid(s))));
  }

  private static RollingUpdate update(ObjectNode deployment) {
    JsonNode rolling = JsonTrees.at(deployment, "spec", "strategy", "rollingUpdate");
    int replicas = JsonTrees.number(deployment, 1, "spec", "replicas");
    if (isRecreated(deployment)) {
      return RollingUpdate.none(replicas);
    }
    return RollingUpdate.of(
        replicas, JsonTrees.text(rolling, "maxSurge"), JsonTrees.text(rolling, "maxUnavailable"));
  }

  private static int firstSize(ObjectNode deployment, List<ObjectNode> old, RollingUpdate update) {
    int before = old.stream().mapToInt(DeploymentController::wanted).sum();
    return isRecreated(deployment) && before > 0 ? 0 : update.grow(0, before);
  }

  private void roll(
      ObjectNode deployment,
      RollingUpdate update,
      @Nullable ObjectNode fresh,
      List<ObjectNode> old,
      boolean paused) {
    if (fresh == null && !paused && isRecreated(deployment)) {
      old.forEach(s -> sets.scale(deployment, s, 0));
      return;
    }
    if (paused || fresh == null || sets.wasScaled(deployment, fresh, old)) {
      scaleAll(deployment, update, fresh, old);
      return;
    }
    if (isRecreated(deployment)) {
      recreate(deployment, fresh, old);
      return;
    }
    int all = wanted(fresh) + old.stream().mapToInt(DeploymentController::wanted).sum();
    int grown = update.grow(wanted(fresh), all);
    if (grown != wanted(fresh)) {
      sets.scale(deployment, fresh, grown);
      return;
    }
    List<ObjectNode> oldest =
        old.stream().sorted(Comparator.comparing(ObjectMeta::created)).toList();
    List<Integer> shrunk =
        update.shrink(numbers(fresh), oldest.stream().map(DeploymentController::numbers).toList());
    for (int i = 0; i < oldest.size(); i++) {
      sets.scale(deployment, oldest.get(i), shrunk.get(i));
    }
  }

  private void recreate(ObjectNode deployment, ObjectNode fresh, List<ObjectNode> old) {
    old.forEach(s -> sets.scale(deployment, s, 0));
    if (!hasPods(deployment, old)) {
      sets.scale(deployment, fresh, JsonTrees.number(deployment, 1, "spec", "replicas"));
    }
  }

  /**
   * The wanted count changed, or the deployment is paused: sizes change, no pod changes its
   * release.
   */
  private void scaleAll(
      ObjectNode deployment,
      RollingUpdate update,
      @Nullable ObjectNode fresh,
      List<ObjectNode> old) {
    List<ObjectNode> active = new ArrayList<>();
    if (fresh != null) {
      active.add(fresh);
    }
    old.stream()
        .filter(s -> wanted(s) > 0)
        .sorted(Comparator.comparing(ObjectMeta::created).reversed())
        .forEach(active::add);
    if (fresh != null && wanted(fresh) == 0 && active.size() == 2) {
      active.removeFirst();
    }
    int replicas = JsonTrees.number(deployment, 1, "spec", "replicas");
    if (active.size() == 1) {
      sets.scale(deployment, active.getFirst(), replicas);
    } else if (!active.isEmpty() && sets.wasScaled(deployment, active.getFirst(), old)) {
      List<Integer> sizes =
          update.spread(active.stream().map(DeploymentController::wanted).toList());
      for (int i = 0; i < active.size(); i++) {
        sets.scale(deployment, active.get(i), sizes.get(i));
      }
    }
  }

  private void writeStatus(
      ObjectNode deployment,
      List<ObjectNode> sets,
      Instant now,
      RollingUpdate update,
      String freshUid) {
    ObjectKey key = ObjectMeta.key(ApiResources.DEPLOYMENTS, deployment);
    ObjectNode live = objects.find(key);
    if (live == null) {
      return;
    }
    List<ObjectNode> owned =
        sets.stream()
            .map(s -> objects.find(ObjectMeta.key(ApiResources.REPLICA_SETS, s)))
            .filter(java.util.Objects::nonNull)
            .toList();
    ObjectNode fresh =
        owned.stream().filter(s -> ObjectMeta.uid(s).equals(freshUid)).findFirst().orElse(null);
    ObjectNode next = live.deepCopy();
    // the generation that this pass worked on, not one that came meanwhile
    ObjectMeta.of(next)
        .put("generation", JsonTrees.number(deployment, 0, "metadata", "generation"));
    next.set(
        "status", new DeploymentStatus(next, owned, fresh, now).compute(update.minAvailable()));
    objects.update(key, "status", next, WriteOptions.INTERNAL);
  }

  private static RollingUpdate.ReplicaSetSize numbers(ObjectNode set) {
    return new RollingUpdate.ReplicaSetSize(
        wanted(set), JsonTrees.number(set, 0, "status", "availableReplicas"));
  }

  static int wanted(ObjectNode set) {
    return JsonTrees.number(set, 0, "spec", "replicas");
  }
}
