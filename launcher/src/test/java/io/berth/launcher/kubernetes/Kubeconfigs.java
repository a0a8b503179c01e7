/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Kubeconfigs for tests. */
final class Kubeconfigs {

  private Kubeconfigs() {}

  /** One with those contexts of one cluster; the first is the current one. */
  static String with(String... contexts) {
    String list =
        Stream.of(contexts)
            .map(name -> "{name: '%s', context: {cluster: c, user: u}}".formatted(name))
            .collect(Collectors.joining(", "));
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
        users: [{name: u, user: {token: planted-secret}}]
        contexts: [%s]
        current-context: '%s'
        """
        .formatted(list, contexts[0]);
  }

  /** One with the fields of its cluster and of its user, as YAML flow mappings. */
  static String of(String cluster, String user) {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: %s}]
        users: [{name: u, user: %s}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
        .formatted(cluster, user);
  }
}
