/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.volumes;

import io.berth.simulator.rules.ResourceQuantity;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes volumes: their birth, their claim, their phase and their end. */
final class VolumeWriter {

  private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

  private final RestStorage objects;

  VolumeWriter(RestStorage objects) {
    this.objects = objects;
  }

  /** Whether a claim is named in it; it may have been reserved by hand, without a uid. */
  static boolean isReserved(JsonNode volume) {
    return !JsonTrees.text(volume, "spec", "claimRef", "name").isEmpty();
  }

  static boolean isBoundTo(JsonNode volume, JsonNode claim) {
    return JsonTrees.text(volume, "spec", "claimRef", "uid").equals(ObjectMeta.uid(claim));
  }

  static boolean isFreeFor(JsonNode volume, JsonNode claim) {
    JsonNode ref = JsonTrees.at(volume, "spec", "claimRef");
    boolean isItsOwn =
        JsonTrees.text(ref, "name").equals(ObjectMeta.name(claim))
            && JsonTrees.text(ref, "namespace").equals(ObjectMeta.namespace(claim))
            && JsonTrees.text(ref, "uid").isEmpty();
    return !ObjectMeta.isTerminating(volume) && (!isReserved(volume) || isItsOwn);
  }

  ObjectNode provision(ObjectNode claim, ObjectNode storageClass) {
    ObjectNode volume = JsonTrees.object();
    String name = "pvc-" + ObjectMeta.uid(claim);
    ObjectMeta.of(volume).put("name", name);
    JsonTrees.child(volume, "metadata", "annotations")
        .put(PROVISIONED_BY, StorageClasses.PROVISIONER);
    ObjectNode spec = volume.putObject("spec");
    spec.set("accessModes", JsonTrees.at(claim, "spec", "accessModes").deepCopy());
    spec.set("volumeMode", JsonTrees.at(claim, "spec", "volumeMode"));
    spec.putObject("capacity").put("storage", requested(claim));
    spec.put("storageClassName", ObjectMeta.name(storageClass))
        .put("persistentVolumeReclaimPolicy", JsonTrees.text(storageClass, "reclaimPolicy"));
    spec.putObject("csi").put("driver", StorageClasses.PROVISIONER).put("volumeHandle", name);
    claimRef(spec, claim);
    return objects.create(ApiResources.VOLUMES, "", volume, WriteOptions.INTERNAL);
  }

  private static String requested(JsonNode claim) {
    return JsonTrees.text(claim, "spec", "resources", "requests", "storage");
  }

  private static void claimRef(ObjectNode spec, ObjectNode claim) {
    spec.putObject("claimRef")
        .put("apiVersion", "v1")
        .put("kind", "PersistentVolumeClaim")
        .put("namespace", ObjectMeta.namespace(claim))
        .put("name", ObjectMeta.name(claim))
        .put("uid", ObjectMeta.uid(claim));
  }

  /** Gives the volume to the claim; a provisioned one grows with it. */
  ObjectNode bind(ObjectNode volume, ObjectNode claim) {
    ObjectNode next = volume.deepCopy();
    ObjectNode spec = JsonTrees.child(next, "spec");
    if (!isBoundTo(volume, claim)) {
      claimRef(spec, claim);
      JsonTrees.child(next, "metadata", "annotations")
          .put("pv.kubernetes.io/bound-by-controller", "yes");
    }
    boolean isSmaller =
        ResourceQuantity.parse(JsonTrees.text(spec, "capacity", "storage"))
                .compareTo(ResourceQuantity.parse(requested(claim)))
            < 0;
    if (isSmaller && isProvisioned(volume)) {
      JsonTrees.child(spec, "capacity").put("storage", requested(claim));
    }
    ObjectNode written = objects.update(key(volume), "", next, WriteOptions.INTERNAL);
    return phase(written, "Bound");
  }

  /** Releases a volume whose claim is gone; a provisioned one goes too where its policy says so. */
  void reconcile(ObjectNode volume) {
    JsonNode ref = JsonTrees.at(volume, "spec", "claimRef");
    String uid = JsonTrees.text(ref, "uid");
    if (uid.isEmpty()) {
      phase(volume, "Available");
      return;
    }
    ObjectNode claim =
        objects.find(
            new ObjectKey(
                ApiResources.CLAIMS,
                JsonTrees.text(ref, "namespace"),
                JsonTrees.text(ref, "name")));
    if (claim != null && ObjectMeta.uid(claim).equals(uid)) {
      return;
    }
    boolean isDeleted =
        JsonTrees.text(volume, "spec", "persistentVolumeReclaimPolicy").equals("Delete");
    if (isDeleted && isProvisioned(volume)) {
      objects.remove(key(volume));
    } else {
      phase(volume, "Released");
    }
  }

  private static boolean isProvisioned(JsonNode volume) {
    return ObjectMeta.annotation(volume, PROVISIONED_BY).equals(StorageClasses.PROVISIONER);
  }

  private ObjectNode phase(ObjectNode volume, String phase) {
    ObjectNode next = volume.deepCopy();
    next.putObject("status").put("phase", phase);
    return objects.update(key(volume), "status", next, WriteOptions.INTERNAL);
  }

  private static ObjectKey key(ObjectNode volume) {
    return ObjectMeta.key(ApiResources.VOLUMES, volume);
  }
}
