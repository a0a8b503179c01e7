/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.volumes;

import io.berth.simulator.controllers.VolumeBinding;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The claims of a pod, as the scheduler sees them. */
public final class PodClaims implements VolumeBinding {

  static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

  private final RestStorage objects;
  private final StorageClasses classes;

  public PodClaims(RestStorage objects) {
    this.objects = objects;
    this.classes = new StorageClasses(objects);
  }

  /** The names of the claims that a pod mounts. */
  public static List<String> of(JsonNode pod) {
    return JsonTrees.at(pod, "spec", "volumes")
        .valueStream()
        .map(volume -> JsonTrees.text(volume, "persistentVolumeClaim", "claimName"))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  @Override
  public Optional<String> refusal(JsonNode pod) {
    return of(pod).stream().flatMap(name -> refusal(pod, name).stream()).findFirst();
  }

  private Optional<String> refusal(JsonNode pod, String name) {
    ObjectNode claim = objects.find(key(pod, name));
    String which = "persistentvolumeclaim \"" + name + "\"";
    if (claim == null) {
      return Optional.of(which + " not found");
    }
    if (ObjectMeta.isTerminating(claim)) {
      return Optional.of(which + " is being deleted");
    }
    String phase = JsonTrees.text(claim, "status", "phase");
    if (phase.equals("Lost")) {
      String volume = JsonTrees.text(claim, "spec", "volumeName");
      return Optional.of(which + " bound to non-existent persistentvolume \"" + volume + "\"");
    }
    return phase.equals("Bound") || classes.waitsForConsumer(claim)
        ? Optional.empty()
        : Optional.of("pod has unbound immediate PersistentVolumeClaims");
  }

  @Override
  public boolean bind(JsonNode pod, String node) {
    List<ObjectNode> unbound =
        of(pod).stream()
            .flatMap(name -> Stream.ofNullable(objects.find(key(pod, name))))
            .filter(claim -> !JsonTrees.text(claim, "status", "phase").equals("Bound"))
            .toList();
    unbound.forEach(claim -> select(claim, node));
    return unbound.isEmpty();
  }

  private void select(ObjectNode claim, String node) {
    ObjectNode next = claim.deepCopy();
    JsonTrees.child(next, "metadata", "annotations").put(SELECTED_NODE, node);
    objects.update(ObjectMeta.key(ApiResources.CLAIMS, claim), "", next, WriteOptions.INTERNAL);
  }

  private static ObjectKey key(JsonNode pod, String claim) {
    return new ObjectKey(ApiResources.CLAIMS, ObjectMeta.namespace(pod), claim);
  }
}
