/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which clusters the command line replaces, and by which contexts of which files.
 *
 * @param locations {@code KUBECONFIG[:CONTEXT]} by the cluster's name, as they were given
 */
public record ClusterOption(Map<String, String> locations) {

  public ClusterOption {
    locations = Collections.unmodifiableMap(new LinkedHashMap<>(locations));
  }

  /**
   * Reads entries of the form {@code NAME=KUBECONFIG[:CONTEXT]}. Whether file and context exist is
   * a matter of {@link ClusterCheck}.
   *
   * @param clusters the names that there are
   * @throws IllegalArgumentException where an entry cannot be meant, with what is wanted
   */
  public static ClusterOption parse(List<String> entries, Collection<String> clusters) {
    var locations = new LinkedHashMap<String, String>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String name = equals < 0 ? "" : entry.substring(0, equals).strip();
      String location = entry.substring(equals + 1);
      if (name.isEmpty() || location.isBlank()) {
        throw new IllegalArgumentException(
            ("--cluster wants NAME=KUBECONFIG[:CONTEXT], such as --cluster"
                    + " %s=~/.kube/config:kind-kind, not '%s'")
                .formatted(clusters.iterator().next(), entry));
      }
      if (!clusters.contains(name)) {
        throw new IllegalArgumentException(
            ("There is no cluster '%s'. This suite has %s; --cluster puts one of yours in the"
                    + " place of one of them")
                .formatted(name, String.join(" and ", clusters)));
      }
      String earlier = locations.put(name, location);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "--cluster names two clusters for %s: '%s' and '%s'. Name one"
                .formatted(name, earlier, location));
      }
    }
    return new ClusterOption(locations);
  }

  public boolean isEmpty() {
    return locations.isEmpty();
  }

  /** As {@link #parse} reads them. */
  public List<String> entries() {
    return locations.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }
}
