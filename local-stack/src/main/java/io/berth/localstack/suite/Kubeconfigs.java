/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

/** The kubeconfig of a simulated cluster, which asks nobody who he is. */
final class Kubeconfigs {

  private Kubeconfigs() {}

  static void write(SuiteFolder folder, Part.Cluster cluster) {
    SuiteFolder.writePrivately(
        folder.kubeconfig(cluster.cluster()), text(cluster.cluster(), cluster.port()));
  }

  static String text(String cluster, int port) {
    return """
    apiVersion: v1
    kind: Config
    current-context: %1$s
    clusters:
      - name: %1$s
        cluster:
          server: http://localhost:%2$d
    users:
      - name: berth
        user: {}
    contexts:
      - name: %1$s
        context:
          cluster: %1$s
          user: berth
    """
        .formatted(cluster, port);
  }
}
