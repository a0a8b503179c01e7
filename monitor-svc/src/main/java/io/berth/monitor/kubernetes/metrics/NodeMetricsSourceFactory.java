/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.sampling.MetricsSource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the configured sources of node metrics. */
final class NodeMetricsSourceFactory {

  private static final Logger LOG = LoggerFactory.getLogger(NodeMetricsSourceFactory.class);

  private NodeMetricsSourceFactory() {}

  static List<NodeMetricsSource> of(
      KubeletSettings settings, KubernetesClient client, Clock clock) {
    List<NodeMetricsSource> all = new ArrayList<>();
    for (MetricsSource source : settings.sources()) {
      switch (source) {
        case KUBELET -> all.add(direct(settings, client, clock));
        case API_SERVER_PROXY ->
            all.add(new ApiServerProxyMetricsSource(client, settings.requestTimeout()));
        case METRICS_API -> {
          // Covers all nodes at once: see MetricsApiClient.
        }
      }
    }
    return all;
  }

  private static NodeMetricsSource direct(
      KubeletSettings settings, KubernetesClient client, Clock clock) {
    KubeletAddresses addresses =
        new KubeletAddresses(settings.preferredAddressTypes(), settings.port());
    String scheme = client.getMasterUrl().getProtocol();
    Config config = client.getConfiguration();
    if (settings.insecureTls()) {
      LOG.warn("Kubelet certificates are not verified, because BERTH_KUBELET_INSECURE_TLS is true");
      return new KubeletMetricsSource(
          textClient(settings, config, new InsecureTrustManager()), scheme, addresses, null);
    }
    List<X509Certificate> ofCluster =
        CertificateAuthorities.ofKubeconfig(config.getCaCertData(), config.getCaCertFile());
    KubeletTrustManager trust =
        new KubeletTrustManager(
            new CertificateAuthorities(ofCluster, settings.certificateAuthority()), clock);
    return new KubeletMetricsSource(textClient(settings, config, trust), scheme, addresses, trust);
  }

  private static MetricsTextClient textClient(
      KubeletSettings settings, Config config, TrustManager trust) {
    return new MetricsTextClient(
        KubeletHttpClients.direct(config, trust, settings.requestTimeout()),
        settings.requestTimeout());
  }
}
