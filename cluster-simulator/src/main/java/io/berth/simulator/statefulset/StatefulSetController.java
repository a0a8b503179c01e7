/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.statefulset;

import io.berth.simulator.controllers.ChangedObjects;
import io.berth.simulator.controllers.Controller;
import io.berth.simulator.controllers.ControllerRevisions;
import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.controllers.PodState;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.selector.LabelSelector;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** StatefulSet to pods and claims. */
public final class StatefulSetController implements Controller {

  private final Store store;
  private final RestStorage objects;
  private final ControllerRevisions revisions;
  private final StatefulSetPods writer;
  private final ChangedObjects changed = new ChangedObjects();

  public StatefulSetController(
      Store store, RestStorage objects, ObjectDeletion deletion, EventRecorder events) {
    this.store = store;
    this.objects = objects;
    this.revisions = new ControllerRevisions(store, objects);
    this.writer = new StatefulSetPods(objects, deletion, events);
  }

  @Override
  public void reconcile(Instant now) {
    List<ObjectNode> sets = store.list(ApiResources.STATEFUL_SETS, "").items();
    if (sets.isEmpty()) {
      return;
    }
    Map<String, List<ObjectNode>> pods =
        ObjectMeta.byController(store.list(ApiResources.PODS, "").items());
    Map<String, List<ObjectNode>> histories = revisions.byOwner();
    List<ObjectNode> orphans = pods.getOrDefault("", List.of());
    changed.forEach(
        sets,
        set ->
            Stream.of(
                    its(pods, set), its(histories, set), orphans.stream().filter(p -> fits(p, set)))
                .flatMap(list -> list)
                .toList(),
        now,
        (set, _) -> {
          if (!ObjectMeta.isTerminating(set)) {
            orphans.stream()
                .filter(pod -> fits(pod, set) && !ObjectMeta.isTerminating(pod))
                .forEach(pod -> writer.adopt(set, pod));
            reconcile(set, its(pods, set).toList(), its(histories, set).toList(), now);
          }
        });
  }

  private static Stream<ObjectNode> its(Map<String, List<ObjectNode>> objects, ObjectNode set) {
    return objects.getOrDefault(ObjectMeta.uid(set), List.of()).stream();
  }

  private static boolean fits(ObjectNode pod, ObjectNode set) {
    return ObjectMeta.namespace(pod).equals(ObjectMeta.namespace(set))
        && ordinal(set, pod).isPresent()
        && LabelSelector.of(JsonTrees.at(set, "spec", "selector")).test(pod);
  }

  /** The number at the end of the pod's name; empty for a name of another form. */
  private static OptionalInt ordinal(JsonNode set, JsonNode pod) {
    String prefix = ObjectMeta.name(set) + "-";
    String name = ObjectMeta.name(pod);
    String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    return number.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(number))
        : OptionalInt.empty();
  }

  private void reconcile(
      ObjectNode set, List<ObjectNode> pods, List<ObjectNode> history, Instant now) {
    ObjectNode update = revisions.current(ApiResources.STATEFUL_SETS, set, history);
    String currentName = JsonTrees.text(set, "status", "currentRevision");
    ObjectNode current =
        history.stream()
            .filter(revision -> ObjectMeta.name(revision).equals(currentName))
            .findFirst()
            .orElse(update);
    Map<Integer, ObjectNode> byOrdinal = new TreeMap<>();
    pods.forEach(pod -> ordinal(set, pod).ifPresent(n -> byOrdinal.put(n, pod)));
    RolloutStep step = RolloutStep.next(set, byOrdinal, ObjectMeta.name(update), now);
    step.failed().forEach(pod -> writer.recreate(set, pod));
    step.creates().forEach(n -> writer.create(set, isOld(set, n) ? current : update, n));
    step.deletes().forEach(pod -> writer.delete(set, pod));
    writeStatus(set, pods, ObjectMeta.name(current), ObjectMeta.name(update), now);
    revisions.trim(set, history, used(pods, current, update));
  }

  /** Whether a new pod of that number gets the former template, until the roll-out reaches it. */
  private static boolean isOld(ObjectNode set, int ordinal) {
    JsonNode strategy = JsonTrees.at(set, "spec", "updateStrategy");
    if (!JsonTrees.text(strategy, "type").equals("RollingUpdate")) {
      return false;
    }
    return strategy.has("rollingUpdate")
        ? ordinal < RolloutStep.firstUpdated(set)
        : ordinal < JsonTrees.number(set, 0, "status", "currentReplicas");
  }

  private static Set<String> used(List<ObjectNode> pods, ObjectNode current, ObjectNode update) {
    Set<String> used = new HashSet<>(pods.stream().map(RolloutStep::revision).toList());
    used.add(ObjectMeta.name(current));
    used.add(ObjectMeta.name(update));
    return used;
  }

  private void writeStatus(
      ObjectNode set, List<ObjectNode> pods, String current, String update, Instant now) {
    ObjectKey key = ObjectMeta.key(ApiResources.STATEFUL_SETS, set);
    ObjectNode live = objects.find(key);
    if (live == null) {
      return;
    }
    int seconds = JsonTrees.number(set, 0, "spec", "minReadySeconds");
    long ready = pods.stream().filter(PodState::isRunningAndReady).count();
    long available = pods.stream().filter(p -> PodState.isAvailable(p, seconds, now)).count();
    long updated = of(update, pods);
    boolean isComplete = updated == pods.size() && ready == pods.size() && isRolling(set);
    ObjectNode status = JsonTrees.object();
    status.put("observedGeneration", JsonTrees.number(set, 0, "metadata", "generation"));
    status.put("replicas", pods.size()).put("availableReplicas", available);
    put(status, "readyReplicas", ready);
    put(status, "currentReplicas", isComplete ? updated : of(current, pods));
    put(status, "updatedReplicas", updated);
    status.put("currentRevision", isComplete ? update : current);
    status.put("updateRevision", update).put("collisionCount", 0);
    ObjectNode next = live.deepCopy();
    next.set("status", status);
    objects.update(key, "status", next, WriteOptions.INTERNAL);
  }

  private static boolean isRolling(ObjectNode set) {
    return JsonTrees.text(set, "spec", "updateStrategy", "type").equals("RollingUpdate");
  }

  private static long of(String revision, List<ObjectNode> pods) {
    return pods.stream()
        .filter(pod -> !ObjectMeta.isTerminating(pod))
        .filter(pod -> RolloutStep.revision(pod).equals(revision))
        .count();
  }

  private static void put(ObjectNode status, String field, long count) {
    if (count != 0) {
      status.put(field, count);
    }
  }
}
