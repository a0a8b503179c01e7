/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import java.util.List;

/**
 * The numbers and names in the rules; from configuration.
 *
 * @param minReplicasProd the fewest replicas in production, at least 1
 * @param mutableTags tags that mean another image tomorrow
 * @param maxEnvBytes bytes of all environment variables together
 * @param protectedNamespaces where no application may be; a trailing {@code *} stands for anything
 * @param knownClusters every cluster there is; empty where this service is not told
 */
public record PolicyParameters(
    int minReplicasProd,
    List<String> mutableTags,
    int maxEnvBytes,
    List<String> protectedNamespaces,
    List<String> knownClusters) {

  public PolicyParameters {
    if (minReplicasProd < 1) {
      throw new IllegalArgumentException(
          "min-replicas-prod: found " + minReplicasProd + ", wanted at least 1");
    }
    mutableTags = List.copyOf(mutableTags);
    protectedNamespaces = List.copyOf(protectedNamespaces);
    knownClusters = List.copyOf(knownClusters);
  }

  /** The default values. */
  public static PolicyParameters standard() {
    return new PolicyParameters(
        3,
        List.of(
            "latest", "stable", "main", "master", "develop", "dev", "edge", "nightly", "snapshot"),
        128 * 1024,
        List.of("kube-*"),
        List.of());
  }
}
