/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes the replica sets of a deployment: their birth, size, revision and end. */
final class ReplicaSetWriter {

  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  private static final String MAX = "deployment.kubernetes.io/max-replicas";
  private static final Set<String> NOT_COPIED =
      Set.of(REVISION, DESIRED, MAX, "kubectl.kubernetes.io/last-applied-configuration");
  private static final String COMPONENT = "deployment-controller";

  private final RestStorage objects;
  private final EventRecorder events;

  ReplicaSetWriter(RestStorage objects, EventRecorder events) {
    this.objects = objects;
    this.events = events;
  }

  /** The replica set of the deployment's template; null when the server refused it. */
  @Nullable ObjectNode create(ObjectNode deployment, List<ObjectNode> others, int replicas) {
    ObjectNode template = TemplateHash.without(JsonTrees.at(deployment, "spec", "template"));
    String hash = TemplateHash.of(template);
    ObjectNode set = JsonTrees.object();
    ObjectNode meta = ObjectMeta.of(set);
    meta.put("name", ObjectMeta.name(deployment) + "-" + hash);
    JsonTrees.child(template, "metadata", "labels").put(TemplateHash.LABEL, hash);
    meta.set("labels", JsonTrees.at(template, "metadata", "labels").deepCopy());
    ObjectMeta.addOwner(set, ApiResources.DEPLOYMENTS, deployment);
    annotate(deployment, set, highest(others) + 1);
    ObjectNode spec = set.putObject("spec").put("replicas", replicas);
    spec.set("selector", JsonTrees.at(deployment, "spec", "selector").deepCopy());
    JsonTrees.child(spec, "selector", "matchLabels").put(TemplateHash.LABEL, hash);
    spec.set("template", template);
    JsonTrees.at(deployment, "spec")
        .optional("minReadySeconds")
        .ifPresent(s -> spec.set("minReadySeconds", s));
    try {
      ObjectNode made =
          objects.create(
              ApiResources.REPLICA_SETS,
              ObjectMeta.namespace(deployment),
              set,
              WriteOptions.INTERNAL);
      revisionOf(deployment, ObjectMeta.annotation(made, REVISION));
      recordScaling(deployment, made, 0, replicas);
      return made;
    } catch (ApiException e) {
      events.warning(
          ApiResources.DEPLOYMENTS,
          deployment,
          COMPONENT,
          "ReplicaSetCreateError",
          "Failed to create new replica set \"" + ObjectMeta.name(set) + "\": " + e.getMessage());
      return null;
    }
  }

  /** An older replica set that is the current one again gets the next revision. */
  ObjectNode revise(ObjectNode deployment, ObjectNode fresh, List<ObjectNode> all) {
    int highest =
        highest(
            all.stream().filter(s -> !ObjectMeta.uid(s).equals(ObjectMeta.uid(fresh))).toList());
    int revision = Math.max(revision(fresh), highest + 1);
    ObjectNode next = fresh.deepCopy();
    String desired = ObjectMeta.annotation(fresh, DESIRED);
    annotate(deployment, next, revision);
    JsonTrees.child(next, "metadata", "annotations").put(DESIRED, desired);
    ObjectNode written =
        objects.update(
            ObjectMeta.key(ApiResources.REPLICA_SETS, fresh), "", next, WriteOptions.INTERNAL);
    revisionOf(deployment, Integer.toString(revision));
    return written;
  }

  private void revisionOf(ObjectNode deployment, String revision) {
    if (ObjectMeta.annotation(deployment, REVISION).equals(revision)) {
      return;
    }
    ObjectNode live = objects.find(ObjectMeta.key(ApiResources.DEPLOYMENTS, deployment));
    if (live != null) {
      ObjectNode next = live.deepCopy();
      JsonTrees.child(next, "metadata", "annotations").put(REVISION, revision);
      objects.update(
          ObjectMeta.key(ApiResources.DEPLOYMENTS, deployment), "", next, WriteOptions.INTERNAL);
    }
  }

  private static void annotate(ObjectNode deployment, ObjectNode set, int revision) {
    ObjectNode annotations = JsonTrees.child(set, "metadata", "annotations");
    Map<String, String> addOwner = JsonTrees.texts(deployment, "metadata", "annotations");
    addOwner.keySet().removeAll(NOT_COPIED);
    addOwner.forEach(annotations::put);
    annotations.put(REVISION, Integer.toString(revision));
    annotations.put(DESIRED, Integer.toString(JsonTrees.number(deployment, 1, "spec", "replicas")));
    annotations.put(MAX, Integer.toString(maxTotal(deployment)));
  }

  private static int maxTotal(ObjectNode deployment) {
    var rolling = JsonTrees.at(deployment, "spec", "strategy", "rollingUpdate");
    int replicas = JsonTrees.number(deployment, 1, "spec", "replicas");
    return RollingUpdate.of(
            replicas,
            JsonTrees.text(rolling, "maxSurge"),
            JsonTrees.text(rolling, "maxUnavailable"))
        .maxTotal();
  }

  /** Whether a set of any size still carries another wanted count than the deployment's. */
  boolean wasScaled(ObjectNode deployment, ObjectNode fresh, List<ObjectNode> old) {
    String wanted = Integer.toString(JsonTrees.number(deployment, 1, "spec", "replicas"));
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(fresh), old.stream())
        .filter(s -> DeploymentController.wanted(s) > 0)
        .map(s -> ObjectMeta.annotation(s, DESIRED))
        .anyMatch(d -> !d.isEmpty() && !d.equals(wanted));
  }

  void scale(ObjectNode deployment, ObjectNode set, int replicas) {
    int before = DeploymentController.wanted(set);
    ObjectNode next = set.deepCopy();
    JsonTrees.child(next, "spec").put("replicas", replicas);
    ObjectNode annotations = JsonTrees.child(next, "metadata", "annotations");
    annotations.put(DESIRED, Integer.toString(JsonTrees.number(deployment, 1, "spec", "replicas")));
    annotations.put(MAX, Integer.toString(maxTotal(deployment)));
    objects.update(ObjectMeta.key(ApiResources.REPLICA_SETS, set), "", next, WriteOptions.INTERNAL);
    if (before != replicas) {
      recordScaling(deployment, set, before, replicas);
    }
  }

  private void recordScaling(ObjectNode deployment, ObjectNode set, int from, int to) {
    if (from == to) {
      return;
    }
    String direction = to > from ? "up" : "down";
    events.normal(
        ApiResources.DEPLOYMENTS,
        deployment,
        COMPONENT,
        "ScalingReplicaSet",
        "Scaled "
            + direction
            + " replica set "
            + ObjectMeta.name(set)
            + " from "
            + from
            + " to "
            + to);
  }

  /** Deletes the oldest empty sets beyond {@code revisionHistoryLimit}. */
  void trim(ObjectNode deployment, List<ObjectNode> old) {
    int limit = JsonTrees.number(deployment, 10, "spec", "revisionHistoryLimit");
    List<ObjectNode> empty =
        old.stream()
            .filter(
                s ->
                    DeploymentController.wanted(s) == 0
                        && JsonTrees.number(s, 0, "status", "replicas") == 0)
            .sorted(Comparator.comparing(ReplicaSetWriter::revision))
            .toList();
    empty.stream()
        .limit(Math.max(0, empty.size() - limit))
        .forEach(s -> objects.remove(ObjectMeta.key(ApiResources.REPLICA_SETS, s)));
  }

  private static int highest(List<ObjectNode> sets) {
    return sets.stream().mapToInt(ReplicaSetWriter::revision).max().orElse(0);
  }

  private static int revision(ObjectNode set) {
    String text = ObjectMeta.annotation(set, REVISION);
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }
}
