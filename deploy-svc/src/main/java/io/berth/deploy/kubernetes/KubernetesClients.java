/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.File;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Creates clients of the Kubernetes API. */
public final class KubernetesClients {

  private static final int CONNECT_MS = 3000;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

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
    return open(found, ANSWER_TIMEOUT);
  }

  /**
   * @param timeout how long an answer may take to begin, and then to go on
   */
  static KubernetesClient open(Config config, Duration timeout) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(config)
                .withConnectionTimeout(CONNECT_MS)
                .withRequestTimeout(Math.toIntExact(timeout.toMillis()))
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(500)
                .withUserAgent("berth-deploy")
                .build())
        .withHttpClientFactory(new IdleTimeoutFactory(timeout))
        .build();
  }

  /**
   * Closes a connection on which an answer does not go on. The client's own timeout ends when the
   * first bytes are there: a call whose answer stopped in the middle would wait for ever, and with
   * it all commands of its application. Watches have connections of their own.
   */
  private static final class IdleTimeoutFactory extends Vertx5HttpClientFactory {

    private final Duration timeout;

    IdleTimeoutFactory(Duration timeout) {
      this.timeout = timeout;
    }

    @Override
    protected void additionalConfig(
        WebClientOptions requests, WebSocketClientOptions watches, PoolOptions pool) {
      requests
          .setIdleTimeout(Math.toIntExact(timeout.toMillis()))
          .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }
  }
}
