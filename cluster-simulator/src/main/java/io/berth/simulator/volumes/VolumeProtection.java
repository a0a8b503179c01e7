/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.volumes;

import io.berth.simulator.controllers.Controller;
import io.berth.simulator.controllers.PodState;
import io.berth.simulator.rules.ClaimAdmission;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lets claims and volumes that are being deleted go as soon as nothing uses them. */
public final class VolumeProtection implements Controller {

  private final Store store;
  private final RestStorage objects;

  public VolumeProtection(Store store, RestStorage objects) {
    this.store = store;
    this.objects = objects;
  }

  @Override
  public void reconcile(Instant now) {
    for (ObjectNode claim : terminating(ApiResources.CLAIMS)) {
      if (!isUsed(claim)) {
        release(ApiResources.CLAIMS, claim, ClaimAdmission.CLAIM_PROTECTION);
      }
    }
    for (ObjectNode volume : terminating(ApiResources.VOLUMES)) {
      if (!JsonTrees.text(volume, "status", "phase").equals("Bound")) {
        release(ApiResources.VOLUMES, volume, ClaimAdmission.VOLUME_PROTECTION);
      }
    }
  }

  private List<ObjectNode> terminating(ApiResource resource) {
    return store.list(resource, "").items().stream().filter(ObjectMeta::isTerminating).toList();
  }

  /** A pod on a node uses its claims, also when it has ended. */
  private boolean isUsed(JsonNode claim) {
    return store.list(ApiResources.PODS, ObjectMeta.namespace(claim)).items().stream()
        .filter(PodState::isOnNode)
        .anyMatch(pod -> PodClaims.of(pod).contains(ObjectMeta.name(claim)));
  }

  private void release(ApiResource resource, ObjectNode object, String finalizer) {
    ObjectNode next = object.deepCopy();
    ArrayNode left = JsonTrees.children(ObjectMeta.of(next), "finalizers");
    left.removeIf(f -> f.asString("").equals(finalizer));
    if (left.isEmpty()) {
      ObjectMeta.of(next).remove("finalizers");
    }
    objects.update(ObjectMeta.key(resource, object), "", next, WriteOptions.INTERNAL);
  }
}
