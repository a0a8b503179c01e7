/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import org.jspecify.annotations.Nullable;

/**
 * What alerts are about: the outermost owner of pods, or a node. Pods come and go under new names,
 * their owner stays.
 *
 * @param cluster where
 * @param namespace of the owner; empty for nodes
 * @param kind such as {@code Deployment} or {@code Node}
 * @param name its name
 */
public record Subject(String cluster, String namespace, String kind, String name) {

  static final String NODE = "Node";

  public static Subject node(String cluster, String name) {
    return new Subject(cluster, "", NODE, name);
  }

  public static Subject deployment(String cluster, String namespace, String name) {
    return new Subject(cluster, namespace, "Deployment", name);
  }

  /** Reads {@link #key()}; null where it is none. */
  public static @Nullable Subject parse(String key) {
    String[] parts = key.split("/", 4);
    return parts.length == 4 ? new Subject(parts[0], parts[1], parts[2], parts[3]) : null;
  }

  /** What keeps the observations of a subject in order. */
  public String key() {
    return cluster + "/" + namespace + "/" + kind + "/" + name;
  }
}
