/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.store;

import java.util.Set;

/** One kind of object that the API server knows: where it lies and what lies below it. */
public record ApiResource(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    Set<String> subresources) {

  public ApiResource {
    subresources = Set.copyOf(subresources);
  }

  /** {@code v1}, {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code pods}, {@code deployments.apps}: as error messages name it. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public String singular() {
    return kind.toLowerCase(java.util.Locale.ROOT);
  }

  /** Whether writes to the main resource ignore {@code status}. */
  public boolean hasStatus() {
    return subresources.contains("status");
  }
}
