/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

/**
 * An application in one cluster.
 *
 * @param cluster the cluster's name, a DNS label
 * @param namespace the Kubernetes namespace
 * @param name the application's name
 */
public record ClusterAppRef(String cluster, String namespace, String name) {

  public ClusterAppRef {
    Check.that()
        .label("cluster", cluster)
        .label("namespace", namespace)
        .label("name", name)
        .orThrow();
  }

  public static ClusterAppRef of(String cluster, AppRef app) {
    return new ClusterAppRef(cluster, app.namespace(), app.name());
  }

  /** The application without its cluster. */
  public AppRef app() {
    return new AppRef(namespace, name);
  }

  @Override
  public String toString() {
    return cluster + "/" + namespace + "/" + name;
  }
}
