/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import io.berth.launcher.owncluster.OwnClusters;

/** The kubeconfigs in the suite's folder, which the services read. */
public final class Kubeconfigs {

  private Kubeconfigs() {}

  /** Writes that of a simulated cluster, which needs no credentials. */
  public static void write(SuiteFolder folder, SuiteProcess.ClusterProcess cluster) {
    SuiteFolder.writePrivately(
        folder.kubeconfig(cluster.cluster()), text(cluster.cluster(), cluster.port()));
  }

  /** Writes that of a cluster of the user's own; its file is not read again. */
  public static void write(SuiteFolder folder, String cluster, String kubeconfig) {
    SuiteFolder.writePrivately(folder.kubeconfig(cluster), kubeconfig);
  }

  /** Deletes those of the user's own clusters: they hold credentials. */
  public static void delete(SuiteFolder folder, OwnClusters own) {
    own.names().forEach(name -> folder.kubeconfig(name).toFile().delete());
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
