/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.jobs;

import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.ObjectNaming;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import tools.jackson.databind.node.ObjectNode;

/** Creates and deletes the pods of Jobs. */
final class JobPods {

  static final String COMPONENT = "job-controller";

  private final RestStorage objects;
  private final ObjectDeletion deletion;
  private final EventRecorder events;

  JobPods(RestStorage objects, ObjectDeletion deletion, EventRecorder events) {
    this.objects = objects;
    this.deletion = deletion;
    this.events = events;
  }

  /** Creates so many pods, up to the first that the server refuses. */
  void create(ObjectNode job, int count) {
    for (int i = 0; i < count; i++) {
      ObjectNode pod = (ObjectNode) JsonTrees.at(job, "spec", "template").deepCopy();
      String prefix = ObjectMeta.name(job) + "-";
      ObjectMeta.of(pod).put("generateName", prefix).put("name", prefix + ObjectNaming.suffix());
      ObjectMeta.addOwner(pod, ApiResources.JOBS, job);
      try {
        objects.create(ApiResources.PODS, ObjectMeta.namespace(job), pod, WriteOptions.INTERNAL);
        normal(job, "SuccessfulCreate", "Created pod: " + ObjectMeta.name(pod));
      } catch (ApiException e) {
        events.warning(
            ApiResources.JOBS,
            job,
            COMPONENT,
            "FailedCreate",
            "Error creating: "
                + String.valueOf(e.getMessage()).replace(ObjectMeta.name(pod), prefix));
        return;
      }
    }
  }

  void delete(ObjectNode job, ObjectNode pod) {
    deletion.delete(ObjectMeta.key(ApiResources.PODS, pod), JsonTrees.object(), false);
    normal(job, "SuccessfulDelete", "Deleted pod: " + ObjectMeta.name(pod));
  }

  private void normal(ObjectNode job, String reason, String message) {
    events.normal(ApiResources.JOBS, job, COMPONENT, reason, message);
  }
}
