/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.statefulset;

import io.berth.simulator.controllers.ControllerRevisions;
import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates and deletes the pods of a StatefulSet, and the claims that they keep. */
final class StatefulSetPods {

  private static final String COMPONENT = "statefulset-controller";
  private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
  private static final String POD_INDEX = "apps.kubernetes.io/pod-index";

  private final RestStorage objects;
  private final ObjectDeletion deletion;
  private final EventRecorder events;

  StatefulSetPods(RestStorage objects, ObjectDeletion deletion, EventRecorder events) {
    this.objects = objects;
    this.deletion = deletion;
    this.events = events;
  }

  /** Creates the claims that are missing, and the pod. */
  void create(ObjectNode set, ObjectNode revision, int ordinal) {
    ObjectNode pod = pod(set, revision, ordinal);
    String which = "Pod " + ObjectMeta.name(pod) + " in StatefulSet " + ObjectMeta.name(set);
    try {
      for (JsonNode template : JsonTrees.at(set, "spec", "volumeClaimTemplates")) {
        claim(set, template, ordinal);
      }
      objects.create(ApiResources.PODS, ObjectMeta.namespace(set), pod, WriteOptions.INTERNAL);
      normal(set, "SuccessfulCreate", "create " + which + " successful");
    } catch (ApiException e) {
      events.warning(
          ApiResources.STATEFUL_SETS,
          set,
          COMPONENT,
          "FailedCreate",
          "create " + which + " failed error: " + e.getMessage());
    }
  }

  private static ObjectNode pod(ObjectNode set, ObjectNode revision, int ordinal) {
    ObjectNode pod = ControllerRevisions.template(revision);
    String name = ObjectMeta.name(set) + "-" + ordinal;
    ObjectNode meta = ObjectMeta.of(pod);
    meta.put("generateName", ObjectMeta.name(set) + "-").put("name", name);
    JsonTrees.child(meta, "labels")
        .put(POD_NAME, name)
        .put(POD_INDEX, Integer.toString(ordinal))
        .put(ControllerRevisions.HASH, ObjectMeta.name(revision));
    ObjectMeta.addOwner(pod, ApiResources.STATEFUL_SETS, set);
    ObjectNode spec = JsonTrees.child(pod, "spec");
    spec.put("hostname", name);
    String service = JsonTrees.text(set, "spec", "serviceName");
    if (!service.isEmpty()) {
      spec.put("subdomain", service);
    }
    for (JsonNode template : JsonTrees.at(set, "spec", "volumeClaimTemplates")) {
      volume(spec, ObjectMeta.name(template), claimName(set, template, ordinal));
    }
    return pod;
  }

  /** A claim takes the place of a volume of the same name in the template. */
  private static void volume(ObjectNode spec, String name, String claim) {
    ArrayNode volumes = JsonTrees.children(spec, "volumes");
    volumes.removeIf(volume -> JsonTrees.text(volume, "name").equals(name));
    volumes
        .addObject()
        .put("name", name)
        .putObject("persistentVolumeClaim")
        .put("claimName", claim);
  }

  private static String claimName(ObjectNode set, JsonNode template, int ordinal) {
    return ObjectMeta.name(template) + "-" + ObjectMeta.name(set) + "-" + ordinal;
  }

  /** A claim of an earlier pod of that number is used again. */
  private void claim(ObjectNode set, JsonNode template, int ordinal) {
    String name = claimName(set, template, ordinal);
    String namespace = ObjectMeta.namespace(set);
    ObjectNode live = objects.find(new ObjectKey(ApiResources.CLAIMS, namespace, name));
    if (live != null) {
      if (ObjectMeta.isTerminating(live)) {
        throw ApiException.conflict(ApiResources.CLAIMS, name, "pvc " + name + " is being deleted");
      }
      return;
    }
    ObjectNode claim = (ObjectNode) template.deepCopy();
    claim.remove("status");
    ObjectNode meta = ObjectMeta.of(claim);
    meta.put("name", name).put("namespace", namespace);
    ObjectNode labels = JsonTrees.child(meta, "labels");
    JsonTrees.texts(set, "spec", "selector", "matchLabels").forEach(labels::put);
    if (JsonTrees.text(set, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted")
        .equals("Delete")) {
      ObjectMeta.addOwner(claim, ApiResources.STATEFUL_SETS, set);
    }
    String which = "Claim " + name + " Pod " + ObjectMeta.name(set) + "-" + ordinal;
    objects.create(ApiResources.CLAIMS, namespace, claim, WriteOptions.INTERNAL);
    normal(
        set,
        "SuccessfulCreate",
        "create " + which + " in StatefulSet " + ObjectMeta.name(set) + " success");
  }

  void recreate(ObjectNode set, ObjectNode pod) {
    events.warning(
        ApiResources.STATEFUL_SETS,
        set,
        COMPONENT,
        "RecreatingFailedPod",
        "StatefulSet "
            + ObjectMeta.namespace(set)
            + "/"
            + ObjectMeta.name(set)
            + " is recreating failed Pod "
            + ObjectMeta.name(pod));
    delete(set, pod);
  }

  void delete(ObjectNode set, ObjectNode pod) {
    deletion.delete(ObjectMeta.key(ApiResources.PODS, pod), JsonTrees.object(), false);
    normal(
        set,
        "SuccessfulDelete",
        "delete Pod "
            + ObjectMeta.name(pod)
            + " in StatefulSet "
            + ObjectMeta.name(set)
            + " successful");
  }

  /** Takes a pod that no controller owns, such as that of a set that was deleted without it. */
  void adopt(ObjectNode set, ObjectNode orphan) {
    ObjectNode next = orphan.deepCopy();
    ObjectMeta.addOwner(next, ApiResources.STATEFUL_SETS, set);
    objects.update(ObjectMeta.key(ApiResources.PODS, orphan), "", next, WriteOptions.INTERNAL);
  }

  private void normal(ObjectNode set, String reason, String message) {
    events.normal(ApiResources.STATEFUL_SETS, set, COMPONENT, reason, message);
  }
}
