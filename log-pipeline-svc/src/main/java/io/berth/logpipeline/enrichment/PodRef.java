/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import org.jspecify.annotations.Nullable;

/**
 * The pod that a record names as its origin; each part may be missing.
 *
 * @param uid the pod's uid
 * @param containerId the runtime's id of the container
 * @param cluster where
 * @param namespace the pod's
 * @param name the pod's
 */
record PodRef(
    @Nullable String uid,
    @Nullable String containerId,
    @Nullable String cluster,
    @Nullable String namespace,
    @Nullable String name) {

  static final PodRef NONE = new PodRef(null, null, null, null, null);

  /** What this one leaves open, as another has it. */
  PodRef or(PodRef other) {
    return new PodRef(
        uid == null ? other.uid : uid,
        containerId == null ? other.containerId : containerId,
        cluster == null ? other.cluster : cluster,
        namespace == null ? other.namespace : namespace,
        name == null ? other.name : name);
  }

  PodRef in(@Nullable String anotherCluster) {
    return new PodRef(uid, containerId, anotherCluster, namespace, name);
  }

  /** Whether nothing that both say differs. */
  boolean agrees(PodRef other) {
    return agree(uid, other.uid)
        && agree(containerId, other.containerId)
        && agree(cluster, other.cluster)
        && agree(namespace, other.namespace)
        && agree(name, other.name);
  }

  /** Whether it says itself that it is that one, by the container's id or by the names. */
  boolean isOf(PodRef other) {
    boolean sameContainer = containerId != null && containerId.equals(other.containerId);
    boolean sameNames =
        namespace != null
            && namespace.equals(other.namespace)
            && name != null
            && name.equals(other.name);
    return agrees(other) && (sameContainer || sameNames);
  }

  private static boolean agree(@Nullable String one, @Nullable String other) {
    return one == null || other == null || one.equals(other);
  }

  boolean isEmpty() {
    return uid == null && containerId == null && name == null;
  }
}
