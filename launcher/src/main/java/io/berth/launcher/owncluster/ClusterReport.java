/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import java.util.List;

/**
 * What the check of one cluster found. Texts that are not known are empty.
 *
 * @param name as the suite calls it
 * @param problem why it cannot be used, and what to do; empty if it answered every question
 * @param file the kubeconfig that the user named
 * @param context the context in it
 * @param server the URL of its API server
 * @param version of Kubernetes
 * @param user as the server names the caller
 * @param uid the cluster's identity
 * @param missing the permissions that the user lacks
 * @param kubeconfig that context alone, with absolute paths; holds credentials
 * @param grant manifests that give the user every permission
 */
public record ClusterReport(
    String name,
    String problem,
    String file,
    String context,
    String server,
    String version,
    String user,
    String uid,
    List<MissingPermission> missing,
    String kubeconfig,
    String grant) {

  /** Stands in {@link #grant} for a user whose name the server does not tell. */
  public static final String UNKNOWN_USER = "NAME-OF-THE-USER";

  /** Of a cluster that cannot be used. */
  public static ClusterReport failed(
      String name, String problem, String file, String context, String server) {
    return new ClusterReport(name, problem, file, context, server, "", "", "", List.of(), "", "");
  }

  /** Whether Berth can work there. */
  public boolean isUsable() {
    return problem.isEmpty() && missing.stream().noneMatch(MissingPermission::isRequired);
  }

  public OwnCluster cluster() {
    return new OwnCluster(name, file, context, server);
  }

  /** Without the kubeconfig. */
  @Override
  public String toString() {
    return name + " " + server + " " + problem;
  }
}
