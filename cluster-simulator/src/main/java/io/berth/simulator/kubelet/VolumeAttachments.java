/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.controllers.PodState;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import io.berth.simulator.volumes.PodClaims;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Attaches the volumes of claims to nodes: one that is ReadWriteOnce, to one node at a time. */
final class VolumeAttachments {

  private final Store store;
  private final Supplier<Collection<PodRun>> runs;

  VolumeAttachments(Store store, Supplier<Collection<PodRun>> runs) {
    this.store = store;
    this.runs = runs;
  }

  /** Why a volume cannot be attached to the pod's node; otherwise all of them are attached. */
  Optional<String> attach(PodRun pod) {
    for (String name : PodClaims.of(pod.pod)) {
      Optional<String> refusal = refusal(pod, name);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    pod.attached = true;
    return Optional.empty();
  }

  private Optional<String> refusal(PodRun pod, String name) {
    return store
        .get(new ObjectKey(ApiResources.CLAIMS, pod.namespace(), name))
        .filter(VolumeAttachments::isExclusive)
        .flatMap(claim -> refusal(pod, name, claim));
  }

  private Optional<String> refusal(PodRun pod, String name, ObjectNode claim) {
    List<String> users =
        runs.get().stream()
            .filter(other -> uses(other, pod, name))
            .map(PodRun::name)
            .sorted()
            .toList();
    return users.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Multi-Attach error for volume \""
                + JsonTrees.text(claim, "spec", "volumeName")
                + "\" Volume is already used by pod(s) "
                + String.join(", ", users));
  }

  private static boolean isExclusive(JsonNode claim) {
    return JsonTrees.at(claim, "spec", "accessModes")
        .valueStream()
        .allMatch(mode -> mode.asString("").startsWith("ReadWriteOnce"));
  }

  private static boolean uses(PodRun other, PodRun pod, String claim) {
    return other.attached
        && !other.node().equals(pod.node())
        && other.namespace().equals(pod.namespace())
        && !PodState.isFinished(other.pod)
        && PodClaims.of(other.pod).contains(claim);
  }

  /** The name of a claim that the pod mounts and that does not exist. */
  Optional<String> missing(JsonNode pod) {
    String namespace = ObjectMeta.namespace(pod);
    return PodClaims.of(pod).stream()
        .filter(name -> !has(namespace, name))
        .map(
            name ->
                "error processing PVC "
                    + namespace
                    + "/"
                    + name
                    + ": failed to fetch PVC from API server: persistentvolumeclaims \""
                    + name
                    + "\" not found")
        .findFirst();
  }

  private boolean has(String namespace, String name) {
    return store.get(new ObjectKey(ApiResources.CLAIMS, namespace, name)).isPresent();
  }
}
