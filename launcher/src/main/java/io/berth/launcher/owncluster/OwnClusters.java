/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The clusters of a suite that are the user's own; the others are simulated.
 *
 * @param clusters in the order of their names
 * @param settings environment variables for the services of these clusters
 */
public record OwnClusters(List<OwnCluster> clusters, Map<String, String> settings) {

  /** Every cluster is simulated. */
  public static final OwnClusters NONE = new OwnClusters(List.of(), Map.of());

  private static final String PREFIX = "cluster.";

  /**
   * What a simulated cluster has an answer for, and the user's own may need a setting for: image
   * registries, the kubelets' certificates, the sources of metrics.
   */
  private static final Map<String, List<String>> SETTINGS =
      Map.of(
          "deploy-svc", List.of("BERTH_REGISTRY_"),
          "monitor-svc", List.of("BERTH_KUBELET_", "BERTH_METRICS_"));

  public OwnClusters {
    clusters = List.copyOf(clusters);
    settings = Map.copyOf(settings);
  }

  /**
   * Those clusters, with the settings for them that the environment holds.
   *
   * @param environment of this process
   */
  public static OwnClusters of(List<OwnCluster> clusters, Map<String, String> environment) {
    var settings = new TreeMap<>(environment);
    settings
        .keySet()
        .removeIf(
            name -> SETTINGS.values().stream().flatMap(List::stream).noneMatch(name::startsWith));
    return new OwnClusters(clusters, settings);
  }

  public boolean isEmpty() {
    return clusters.isEmpty();
  }

  public Set<String> names() {
    return clusters.stream().map(OwnCluster::name).collect(Collectors.toUnmodifiableSet());
  }

  /** The settings that are meant for a service. */
  public Map<String, String> settingsOf(String service) {
    var found = new TreeMap<>(settings);
    Collection<String> prefixes = SETTINGS.getOrDefault(service, List.of());
    found.keySet().removeIf(name -> prefixes.stream().noneMatch(name::startsWith));
    return found;
  }

  /** Adds the clusters to the description of a suite. */
  public void write(Properties description) {
    for (OwnCluster cluster : clusters) {
      String key = PREFIX + cluster.name();
      description.setProperty(key + ".file", cluster.file());
      description.setProperty(key + ".context", cluster.context());
      description.setProperty(key + ".server", cluster.server());
    }
  }

  /**
   * The clusters in the description of a suite.
   *
   * @param names which clusters there may be
   */
  public static OwnClusters read(Properties description, List<String> names) {
    var found = new ArrayList<OwnCluster>();
    for (String name : names) {
      String key = PREFIX + name;
      String server = description.getProperty(key + ".server", "");
      if (!server.isEmpty()) {
        found.add(
            new OwnCluster(
                name,
                description.getProperty(key + ".file", ""),
                description.getProperty(key + ".context", ""),
                server));
      }
    }
    return new OwnClusters(found, Map.of());
  }
}
