/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;

/** Creates clients of the Kubernetes API. */
public final class KubernetesClients {

  private static final int CONNECT_MS = 3000;
  private static final int REQUEST_MS = 15000;

  private KubernetesClients() {}

  /**
   * Does not connect yet and does not retry: the caller knows how long to try.
   *
   * @param kubeconfig path; empty for the service account of the pod that this runs in
   */
  public static KubernetesClient open(String kubeconfig) {
    Config found =
        kubeconfig.isBlank()
            ? Config.autoConfigure(null)
            : Config.fromKubeconfig(new File(kubeconfig));
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(found)
                .withConnectionTimeout(CONNECT_MS)
                .withRequestTimeout(REQUEST_MS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(500)
                .withUserAgent("berth-deploy")
                .build())
        .build();
  }
}
