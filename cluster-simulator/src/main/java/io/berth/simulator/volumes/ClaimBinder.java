/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.volumes;

import io.berth.simulator.controllers.Controller;
import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.rules.ResourceQuantity;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Binds each claim to a volume that is there, or to one that its class provisions. */
public final class ClaimBinder implements Controller {

  private static final String COMPONENT = "persistentvolume-controller";

  /** A claim that cannot be bound says so again after that time. */
  private static final Duration REPEAT = Duration.ofSeconds(15);

  private final Store store;
  private final RestStorage objects;
  private final EventRecorder events;
  private final StorageClasses classes;
  private final VolumeWriter volumes;
  private Map<String, Instant> reported = new HashMap<>();

  public ClaimBinder(Store store, RestStorage objects, EventRecorder events) {
    this.store = store;
    this.objects = objects;
    this.events = events;
    this.classes = new StorageClasses(objects);
    this.volumes = new VolumeWriter(objects);
  }

  @Override
  public void reconcile(Instant now) {
    Map<String, Instant> before = reported;
    reported = new HashMap<>();
    for (ObjectNode claim : store.list(ApiResources.CLAIMS, "").items()) {
      Instant last = before.get(ObjectMeta.uid(claim));
      if (last != null && last.plus(REPEAT).isAfter(now)) {
        reported.put(ObjectMeta.uid(claim), last);
      }
      reconcile(claim, now);
    }
    for (ObjectNode volume : store.list(ApiResources.VOLUMES, "").items()) {
      volumes.reconcile(volume);
    }
  }

  private void reconcile(ObjectNode claim, Instant now) {
    String name = JsonTrees.text(claim, "spec", "volumeName");
    if (!name.isEmpty()) {
      ObjectNode volume = objects.find(new ObjectKey(ApiResources.VOLUMES, "", name));
      if (volume != null) {
        bound(claim, volume);
      } else if (JsonTrees.text(claim, "status", "phase").equals("Bound")) {
        lost(claim);
      }
    } else if (!ObjectMeta.isTerminating(claim)) {
      unbound(claim, now);
    }
  }

  private void unbound(ObjectNode claim, Instant now) {
    boolean waits =
        classes.waitsForConsumer(claim)
            && ObjectMeta.annotation(claim, PodClaims.SELECTED_NODE).isEmpty();
    if (waits) {
      report(
          claim,
          "Normal",
          "WaitForFirstConsumer",
          "waiting for first consumer to be created before binding",
          now);
      return;
    }
    Optional<ObjectNode> fitting = fitting(claim);
    if (fitting.isPresent()) {
      bound(claim, fitting.get());
      return;
    }
    provision(claim, classes.of(claim), now);
  }

  /** The smallest volume of its class that is large enough, or one that is reserved for it. */
  private Optional<ObjectNode> fitting(ObjectNode claim) {
    BigDecimal wanted = size(claim, "resources", "requests");
    return store.list(ApiResources.VOLUMES, "").items().stream()
        .filter(volume -> VolumeWriter.isFreeFor(volume, claim))
        .filter(volume -> StorageClasses.name(volume).equals(StorageClasses.name(claim)))
        .filter(volume -> modes(volume).containsAll(modes(claim)))
        .filter(volume -> size(volume, "capacity").compareTo(wanted) >= 0)
        .min(
            Comparator.comparing((ObjectNode volume) -> !VolumeWriter.isReserved(volume))
                .thenComparing(volume -> size(volume, "capacity")));
  }

  private static List<String> modes(JsonNode object) {
    return JsonTrees.at(object, "spec", "accessModes")
        .valueStream()
        .map(mode -> mode.asString(""))
        .toList();
  }

  private static BigDecimal size(JsonNode object, String... path) {
    String text = JsonTrees.text(JsonTrees.at(object.path("spec"), path), "storage");
    return ResourceQuantity.isValid(text) ? ResourceQuantity.parse(text) : BigDecimal.ZERO;
  }

  private void provision(ObjectNode claim, @Nullable ObjectNode storageClass, Instant now) {
    String name = StorageClasses.name(claim);
    if (storageClass == null && name.isEmpty()) {
      report(
          claim,
          "Normal",
          "FailedBinding",
          "no persistent volumes available for this claim and no storage class is set",
          now);
      return;
    }
    if (storageClass == null) {
      report(
          claim,
          "Warning",
          "ProvisioningFailed",
          "storageclass.storage.k8s.io \"" + name + "\" not found",
          now);
      return;
    }
    String provisioner = JsonTrees.text(storageClass, "provisioner");
    if (provisioner.equals("kubernetes.io/no-provisioner")) {
      report(
          claim,
          "Normal",
          "FailedBinding",
          "no persistent volumes available for this claim and no storage class is set",
          now);
    } else if (provisioner.equals(StorageClasses.PROVISIONER)) {
      ObjectNode volume = volumes.provision(claim, storageClass);
      events.normal(
          ApiResources.CLAIMS,
          claim,
          provisioner,
          "ProvisioningSucceeded",
          "Successfully provisioned volume " + ObjectMeta.name(volume));
      bound(claim, volume);
    } else {
      report(
          claim,
          "Normal",
          "ExternalProvisioning",
          "waiting for a volume to be created, either by external provisioner \""
              + provisioner
              + "\" or manually created by system administrator",
          now);
    }
  }

  /** Writes both sides; what is written already changes nothing. */
  private void bound(ObjectNode claim, ObjectNode volume) {
    if (VolumeWriter.isReserved(volume)
        && !VolumeWriter.isFreeFor(volume, claim)
        && !VolumeWriter.isBoundTo(volume, claim)) {
      return;
    }
    ObjectNode grown = volumes.bind(volume, claim);
    ObjectKey key = ObjectMeta.key(ApiResources.CLAIMS, claim);
    ObjectNode next = claim.deepCopy();
    JsonTrees.child(next, "spec").put("volumeName", ObjectMeta.name(volume));
    ObjectNode annotations = JsonTrees.child(next, "metadata", "annotations");
    annotations.put("pv.kubernetes.io/bind-completed", "yes");
    if (JsonTrees.text(claim, "spec", "volumeName").isEmpty()) {
      annotations.put("pv.kubernetes.io/bound-by-controller", "yes");
    }
    ObjectNode written = objects.update(key, "", next, WriteOptions.INTERNAL);
    ObjectNode withStatus = written.deepCopy();
    ObjectNode status = withStatus.putObject("status").put("phase", "Bound");
    status.set("accessModes", JsonTrees.at(grown, "spec", "accessModes").deepCopy());
    status.set("capacity", JsonTrees.at(grown, "spec", "capacity").deepCopy());
    objects.update(key, "status", withStatus, WriteOptions.INTERNAL);
  }

  private void lost(ObjectNode claim) {
    ObjectNode next = claim.deepCopy();
    next.putObject("status").put("phase", "Lost");
    objects.update(
        ObjectMeta.key(ApiResources.CLAIMS, claim), "status", next, WriteOptions.INTERNAL);
    events.warning(
        ApiResources.CLAIMS,
        claim,
        COMPONENT,
        "ClaimLost",
        "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
  }

  private void report(ObjectNode claim, String type, String reason, String message, Instant now) {
    if (reported.putIfAbsent(ObjectMeta.uid(claim), now) != null) {
      return;
    }
    if (type.equals("Warning")) {
      events.warning(ApiResources.CLAIMS, claim, COMPONENT, reason, message);
    } else {
      events.normal(ApiResources.CLAIMS, claim, COMPONENT, reason, message);
    }
  }
}
