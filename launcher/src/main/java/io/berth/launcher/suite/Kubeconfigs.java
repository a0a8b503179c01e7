/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

/** Writes the kubeconfig of a simulated cluster, which needs no credentials. */
public final class Kubeconfigs {

  private Kubeconfigs() {}

  public static void write(SuiteFolder folder, SuiteProcess.ClusterProcess cluster) {
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
