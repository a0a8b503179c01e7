/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** Creates HTTP clients for kubelets. */
final class KubeletHttpClients {

  private KubeletHttpClients() {}

  /**
   * A client with the credentials of the API server's client and its own certificate verification.
   * It bypasses any proxy of the API server and follows no redirects, which would send the
   * credentials elsewhere.
   */
  static HttpClient direct(Config config, TrustManager trust, Duration timeout) {
    HttpClient.Factory factory = new JdkHttpClientFactory();
    HttpClient.Builder builder =
        factory
            .newBuilder()
            .proxyType(HttpClient.ProxyType.DIRECT)
            .preferHttp11()
            .connectTimeout(timeout.toMillis() / 2, TimeUnit.MILLISECONDS)
            .sslContext(keys(config), new TrustManager[] {trust});
    builder.tag(noRetries());
    HttpClientUtils.createApplicableInterceptors(config, factory)
        .forEach(builder::addOrReplaceInterceptor);
    return builder.build();
  }

  /** The API server's client without retries. */
  static HttpClient withoutRetries(KubernetesClient client) {
    return client.getHttpClient().newBuilder().tag(noRetries()).build();
  }

  private static RequestConfig noRetries() {
    return new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
  }

  private static KeyManager[] keys(Config config) {
    try {
      return SSLUtils.keyManagers(config);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          "The client certificate of the kubeconfig cannot be read: " + e.getMessage(), e);
    }
  }
}
