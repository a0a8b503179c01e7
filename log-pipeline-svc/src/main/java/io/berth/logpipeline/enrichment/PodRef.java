/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import org.jspecify.annotations.Nullable;

/**
 * What a record says about the pod that wrote it; each may be missing.
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

  boolean isEmpty() {
    return uid == null && containerId == null && name == null;
  }
}
