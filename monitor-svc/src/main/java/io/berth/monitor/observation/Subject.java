/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

/**
 * The subject of alerts: the outermost owner of pods, a node, or the cluster. Never a pod, because
 * pods are replaced under new names.
 *
 * @param cluster its name
 * @param namespace of the owner; empty for nodes and the cluster
 * @param kind such as {@code Deployment}, {@code Node} or {@code Cluster}
 * @param name its name
 */
public record Subject(String cluster, String namespace, String kind, String name) {

  public static final String NODE = "Node";
  public static final String CLUSTER = "Cluster";

  public static Subject node(String cluster, String name) {
    return new Subject(cluster, "", NODE, name);
  }

  public static Subject cluster(String cluster) {
    return new Subject(cluster, "", CLUSTER, cluster);
  }

  public static Subject deployment(String cluster, String namespace, String name) {
    return new Subject(cluster, namespace, "Deployment", name);
  }
}
