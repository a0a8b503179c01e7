/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.rules.ObjectNaming;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The history of a StatefulSet or DaemonSet: one ControllerRevision for each pod template that it
 * had.
 */
public final class ControllerRevisions {

  /** On the revision and on the pods that were made of it. */
  public static final String HASH = "controller-revision-hash";

  private final Store store;
  private final RestStorage objects;

  public ControllerRevisions(Store store, RestStorage objects) {
    this.store = store;
    this.objects = objects;
  }

  /** All of them, by the uid of their owner. */
  public Map<String, List<ObjectNode>> byOwner() {
    return ObjectMeta.byController(store.list(ApiResources.REVISIONS, "").items());
  }

  /** The pod template that a revision stands for. */
  public static ObjectNode template(JsonNode revision) {
    ObjectNode template =
        (ObjectNode) JsonTrees.at(revision, "data", "spec", "template").deepCopy();
    template.remove("$patch");
    return template;
  }

  /** The revision of the owner's template: a former one becomes the newest again. */
  public ObjectNode current(ApiResource kind, ObjectNode owner, List<ObjectNode> owned) {
    JsonNode template = JsonTrees.at(owner, "spec", "template");
    int newest = owned.stream().mapToInt(ControllerRevisions::number).max().orElse(0);
    for (ObjectNode revision : owned) {
      if (template(revision).equals(template)) {
        return number(revision) == newest ? revision : renumber(revision, newest + 1);
      }
    }
    return create(kind, owner, newest + 1);
  }

  private ObjectNode create(ApiResource kind, ObjectNode owner, int number) {
    JsonNode template = JsonTrees.at(owner, "spec", "template");
    String hash = TemplateHash.of(template);
    ObjectKey key =
        new ObjectKey(
            ApiResources.REVISIONS,
            ObjectMeta.namespace(owner),
            ObjectMeta.name(owner) + "-" + hash);
    ObjectNode orphan = objects.find(key);
    if (orphan != null && ObjectMeta.controllerUid(orphan).isEmpty()) {
      ObjectNode adopted = orphan.deepCopy();
      ObjectMeta.addOwner(adopted, kind, owner);
      return objects.update(key, "", adopted.put("revision", number), WriteOptions.INTERNAL);
    }
    ObjectNode revision = JsonTrees.object();
    ObjectNode meta = ObjectMeta.of(revision);
    meta.put("name", orphan == null ? key.name() : key.name() + ObjectNaming.suffix());
    ObjectNode labels = meta.putObject("labels");
    ObjectMeta.labels(template).forEach(labels::put);
    labels.put(HASH, hash);
    ObjectMeta.addOwner(revision, kind, owner);
    ObjectNode copy = (ObjectNode) template.deepCopy();
    JsonTrees.child(revision, "data", "spec").set("template", copy.put("$patch", "replace"));
    revision.put("revision", number);
    return objects.create(ApiResources.REVISIONS, key.namespace(), revision, WriteOptions.INTERNAL);
  }

  private ObjectNode renumber(ObjectNode revision, int number) {
    ObjectNode next = revision.deepCopy().put("revision", number);
    return objects.update(
        ObjectMeta.key(ApiResources.REVISIONS, revision), "", next, WriteOptions.INTERNAL);
  }

  /**
   * Deletes the oldest beyond {@code revisionHistoryLimit}.
   *
   * @param used names of those that are not history: of the templates that pods have
   */
  public void trim(ObjectNode owner, List<ObjectNode> owned, Set<String> used) {
    List<ObjectNode> history =
        owned.stream()
            .filter(revision -> !used.contains(ObjectMeta.name(revision)))
            .sorted(Comparator.comparingInt(ControllerRevisions::number))
            .toList();
    int limit = JsonTrees.number(owner, 10, "spec", "revisionHistoryLimit");
    history.stream()
        .limit(Math.max(0, history.size() - limit))
        .forEach(revision -> objects.remove(ObjectMeta.key(ApiResources.REVISIONS, revision)));
  }

  private static int number(JsonNode revision) {
    return JsonTrees.number(revision, 0, "revision");
  }
}
