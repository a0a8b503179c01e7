/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.kafka.TopicDeclarations;
import io.berth.monitor.MonitorProperties.Kubelet;
import io.berth.monitor.MonitorProperties.Metrics;
import io.berth.monitor.kubernetes.metrics.KubeletSettings;
import io.berth.monitor.sampling.MetricsSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MonitorPropertiesTest {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private static MonitorProperties with(String sources, Kubelet kubelet) {
    return new MonitorProperties(
        "localhost:9092",
        new TopicDeclarations("", 0, (short) -1),
        "127.0.0.1",
        "dc-a",
        Duration.ofSeconds(15),
        1,
        "",
        "",
        "",
        new Metrics(List.of(sources.split(","))),
        kubelet);
  }

  private static Kubelet kubelet(@Nullable String authority, boolean insecure) {
    return new Kubelet(authority, insecure, List.of("InternalIP"), 0, TEN_SECONDS);
  }

  @Test
  void kubelets_areByDefaultVerifiedWithTheClustersAuthorityOnly() {
    KubeletSettings settings = with("kubelet,metrics.k8s.io", kubelet("", false)).kubeletSettings();

    assertThat(settings.insecureTls()).isFalse();
    assertThat(settings.certificateAuthority()).isNull();
    assertThat(settings.sources())
        .containsExactly(MetricsSource.KUBELET, MetricsSource.METRICS_API);
    assertThat(with("kubelet", kubelet("/ca.pem", false)).kubeletSettings().certificateAuthority())
        .isEqualTo(Path.of("/ca.pem"));
  }

  @Test
  void authorityWithInsecureTls_isRejected() {
    assertThatThrownBy(() -> with("kubelet", kubelet("/ca.pem", true)))
        .hasMessageContaining("berth.kubelet.insecure-tls")
        .hasMessageContaining("one of the two");
    assertThat(with("kubelet", kubelet(" ", true)).kubeletSettings().insecureTls()).isTrue();
  }

  @Test
  void invalidSourceTypePortAndTimeout_areRejectedWithTheirKeys() {
    assertThatThrownBy(() -> with("prometheus", kubelet(null, false)))
        .hasMessageContaining("berth.metrics.sources");
    assertThatThrownBy(() -> with("kubelet", new Kubelet("", false, List.of("IP"), 0, TEN_SECONDS)))
        .hasMessageContaining("berth.kubelet.preferred-address-types");
    assertThatThrownBy(
            () -> with("kubelet", new Kubelet("", false, List.of("Hostname"), 70_000, TEN_SECONDS)))
        .hasMessageContaining("berth.kubelet.port");
    assertThatThrownBy(
            () -> with("kubelet", new Kubelet("", false, List.of("Hostname"), 0, Duration.ZERO)))
        .hasMessageContaining("berth.kubelet.request-timeout");
  }
}
