/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The defaults that the API server applies to new objects. */
final class ObjectDefaults {

  private final AtomicInteger addresses = new AtomicInteger(10);

  void apply(ObjectKey key, ObjectNode object) {
    if (key.resource() == ApiResources.DEPLOYMENTS) {
      deployment(JsonTrees.child(object, "spec"));
    } else if (key.resource() == ApiResources.REPLICA_SETS) {
      ObjectNode spec = JsonTrees.child(object, "spec");
      put(spec, "replicas", 1);
      PodDefaults.template(spec);
    } else if (key.resource() == ApiResources.STATEFUL_SETS) {
      statefulSet(JsonTrees.child(object, "spec"));
    } else if (key.resource() == ApiResources.JOBS) {
      job(key, object);
    } else if (key.resource() == ApiResources.CRON_JOBS) {
      cronJob(JsonTrees.child(object, "spec"));
    } else if (key.resource() == ApiResources.CLAIMS) {
      claim(object);
    } else if (key.resource() == ApiResources.VOLUMES) {
      put(JsonTrees.child(object, "spec"), "volumeMode", "Filesystem");
      put(JsonTrees.child(object, "spec"), "persistentVolumeReclaimPolicy", "Retain");
      put(JsonTrees.child(object, "status"), "phase", "Pending");
    } else if (key.resource() == ApiResources.STORAGE_CLASSES) {
      put(object, "reclaimPolicy", "Delete");
      put(object, "volumeBindingMode", "Immediate");
    } else if (key.resource() == ApiResources.PODS) {
      PodDefaults.spec(JsonTrees.child(object, "spec"));
      PodDefaults.requests(object.path("spec"));
      JsonTrees.child(object, "status")
          .putIfAbsent("phase", JsonTrees.MAPPER.valueToTree("Pending"));
      object
          .withObjectProperty("status")
          .put("qosClass", PodDefaults.qosClass(object.path("spec")));
    } else if (key.resource() == ApiResources.SERVICES) {
      service(JsonTrees.child(object, "spec"));
    } else if (key.resource() == ApiResources.NAMESPACES) {
      JsonTrees.child(object, "metadata", "labels").put("kubernetes.io/metadata.name", key.name());
      JsonTrees.children(JsonTrees.child(object, "spec"), "finalizers");
      if (object.path("spec").path("finalizers").isEmpty() && !ObjectMeta.isTerminating(object)) {
        JsonTrees.children(JsonTrees.child(object, "spec"), "finalizers").add("kubernetes");
      }
      JsonTrees.child(object, "status")
          .putIfAbsent("phase", JsonTrees.MAPPER.valueToTree("Active"));
    } else if (key.resource() == ApiResources.SECRETS) {
      put(object, "type", "Opaque");
    }
  }

  private static void deployment(ObjectNode spec) {
    put(spec, "replicas", 1);
    put(spec, "revisionHistoryLimit", 10);
    put(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = JsonTrees.child(spec, "strategy");
    put(strategy, "type", "RollingUpdate");
    if (JsonTrees.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = JsonTrees.child(strategy, "rollingUpdate");
      put(rolling, "maxUnavailable", "25%");
      put(rolling, "maxSurge", "25%");
    }
    PodDefaults.template(spec);
  }

  private static void statefulSet(ObjectNode spec) {
    put(spec, "replicas", 1);
    put(spec, "revisionHistoryLimit", 10);
    put(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = JsonTrees.child(spec, "updateStrategy");
    if (JsonTrees.text(strategy, "type").isEmpty()) {
      strategy.put("type", "RollingUpdate");
      JsonTrees.child(strategy, "rollingUpdate");
    }
    if (strategy.get("rollingUpdate") instanceof ObjectNode rolling
        && JsonTrees.text(strategy, "type").equals("RollingUpdate")) {
      put(rolling, "partition", 0);
    }
    ObjectNode retention = JsonTrees.child(spec, "persistentVolumeClaimRetentionPolicy");
    put(retention, "whenDeleted", "Retain");
    put(retention, "whenScaled", "Retain");
    for (JsonNode claim : spec.path("volumeClaimTemplates")) {
      put((ObjectNode) claim, "apiVersion", "v1");
      put((ObjectNode) claim, "kind", "PersistentVolumeClaim");
      claim((ObjectNode) claim);
    }
    PodDefaults.template(spec);
  }

  /** A Job selects its pods by its own uid, so that no other Job's pods are taken for its own. */
  private static void job(ObjectKey key, ObjectNode job) {
    ObjectNode spec = JsonTrees.child(job, "spec");
    if (JsonTrees.isAbsent(spec.get("completions"))
        && JsonTrees.isAbsent(spec.get("parallelism"))) {
      spec.put("completions", 1);
    }
    put(spec, "parallelism", 1);
    put(spec, "backoffLimit", 6);
    put(spec, "completionMode", "NonIndexed");
    put(spec, "suspend", false);
    put(spec, "podReplacementPolicy", "TerminatingOrFailed");
    if (!spec.path("manualSelector").asBoolean(false)) {
      String uid = ObjectMeta.uid(job);
      if (JsonTrees.isAbsent(spec.get("selector"))) {
        JsonTrees.child(spec, "selector", "matchLabels")
            .put("batch.kubernetes.io/controller-uid", uid);
      }
      JsonTrees.child(spec, "template", "metadata", "labels")
          .put("batch.kubernetes.io/controller-uid", uid)
          .put("batch.kubernetes.io/job-name", key.name())
          .put("controller-uid", uid)
          .put("job-name", key.name());
    }
    PodDefaults.template(spec);
    if (ObjectMeta.labels(job).isEmpty()) {
      ObjectMeta.of(job)
          .set("labels", JsonTrees.at(spec, "template", "metadata", "labels").deepCopy());
    }
  }

  private static void cronJob(ObjectNode spec) {
    put(spec, "concurrencyPolicy", "Allow");
    put(spec, "suspend", false);
    put(spec, "successfulJobsHistoryLimit", 3);
    put(spec, "failedJobsHistoryLimit", 1);
    JsonTrees.child(spec, "jobTemplate").withObjectProperty("metadata");
    PodDefaults.template(JsonTrees.child(spec, "jobTemplate", "spec"));
  }

  private static void claim(ObjectNode claim) {
    put(JsonTrees.child(claim, "spec"), "volumeMode", "Filesystem");
    put(JsonTrees.child(claim, "status"), "phase", "Pending");
  }

  private void service(ObjectNode spec) {
    put(spec, "type", "ClusterIP");
    put(spec, "sessionAffinity", "None");
    if (!JsonTrees.text(spec, "type").equals("ExternalName")
        && JsonTrees.text(spec, "clusterIP").isEmpty()) {
      int n = addresses.getAndIncrement();
      spec.put("clusterIP", "10.96." + n / 250 + "." + n % 250);
      JsonTrees.children(spec, "clusterIPs").add(spec.path("clusterIP"));
    }
    for (JsonNode port : spec.path("ports")) {
      put((ObjectNode) port, "protocol", "TCP");
      ((ObjectNode) port).putIfAbsent("targetPort", port.path("port"));
    }
  }

  static void put(ObjectNode object, String name, Object value) {
    if (JsonTrees.isAbsent(object.get(name))) {
      object.set(name, JsonTrees.MAPPER.valueToTree(value));
    }
  }
}
