/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.events.Check;
import io.berth.events.kafka.TopicDeclarations;
import io.berth.monitor.kubernetes.metrics.KubeletAddresses;
import io.berth.monitor.kubernetes.metrics.KubeletSettings;
import io.berth.monitor.sampling.MetricsSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The service's configuration; every key with its default and its environment name is in {@code
 * application.yml}.
 *
 * @param kafka bootstrap servers
 * @param topic how topics are declared
 * @param listen address of the web server
 * @param cluster name of the watched cluster
 * @param samplePeriod between samples, 1 second to 10 minutes
 * @param alertTimeScale factor for the durations of the built-in rules, 0.001 to 10
 * @param webhookUrl receiver of alerts; empty for none
 * @param webhookSecret for signing notifications; empty for no signature
 * @param externalUrl the console's address, for links in notifications
 * @param metrics sources of CPU and memory usage
 * @param kubelet how kubelets are reached and verified
 */
@ConfigurationProperties("berth")
public record MonitorProperties(
    String kafka,
    TopicDeclarations topic,
    String listen,
    String cluster,
    Duration samplePeriod,
    double alertTimeScale,
    @Nullable String webhookUrl,
    @Nullable String webhookSecret,
    @Nullable String externalUrl,
    Metrics metrics,
    Kubelet kubelet) {

  private static final int MAX_PORT = 65_535;

  /**
   * The metrics sources.
   *
   * @param sources {@code kubelet}, {@code apiserver-proxy} and {@code metrics.k8s.io}, in the
   *     order in which they are scraped
   */
  public record Metrics(List<String> sources) {
    public Metrics {
      sources = List.copyOf(sources);
    }
  }

  /**
   * How kubelets are reached and verified, with metrics-server's names.
   *
   * @param certificateAuthority PEM file of additional authorities; empty for none
   * @param insecureTls whether certificates are accepted without verification
   * @param preferredAddressTypes of a Node's addresses, most preferred first
   * @param port of every kubelet; 0 for the one in each Node's status
   * @param requestTimeout for one request, 1 second to 1 minute
   */
  public record Kubelet(
      @Nullable String certificateAuthority,
      boolean insecureTls,
      List<String> preferredAddressTypes,
      int port,
      Duration requestTimeout) {
    public Kubelet {
      preferredAddressTypes = List.copyOf(preferredAddressTypes);
    }
  }

  public MonitorProperties {
    Check.that()
        .text("berth.kafka", kafka, 2000)
        .holds(
            listen != null && !listen.isBlank(),
            "berth.listen (BERTH_LISTEN)",
            "nothing",
            "an address such as 127.0.0.1, or 0.0.0.0 for every one of this machine")
        .label("berth.cluster", cluster)
        .between("berth.sample-period", samplePeriod, Duration.ofSeconds(1), Duration.ofMinutes(10))
        .holds(
            alertTimeScale >= 0.001 && alertTimeScale <= 10,
            "berth.alert-time-scale",
            Double.toString(alertTimeScale),
            "0.001 to 10; 1 for the documented durations")
        .between("berth.kubelet.port", kubelet.port(), 0, MAX_PORT)
        .between(
            "berth.kubelet.request-timeout",
            kubelet.requestTimeout(),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1))
        .holds(
            !kubelet.insecureTls() || authority(kubelet).isEmpty(),
            "berth.kubelet.insecure-tls",
            "true, and berth.kubelet.certificate-authority beside it",
            "one of the two: certificates are verified or they are not")
        .orThrow();
    MetricsSource.parse("berth.metrics.sources", metrics.sources());
    KubeletAddresses.types(
        "berth.kubelet.preferred-address-types", kubelet.preferredAddressTypes());
  }

  private static String authority(Kubelet kubelet) {
    return Objects.requireNonNullElse(kubelet.certificateAuthority(), "").strip();
  }

  /** The settings of the metrics sources. */
  KubeletSettings kubeletSettings() {
    String authority = authority(kubelet);
    return new KubeletSettings(
        MetricsSource.parse("berth.metrics.sources", metrics.sources()),
        authority.isEmpty() ? null : Path.of(authority),
        kubelet.insecureTls(),
        KubeletAddresses.types(
            "berth.kubelet.preferred-address-types", kubelet.preferredAddressTypes()),
        kubelet.port(),
        kubelet.requestTimeout());
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "MonitorProperties[kafka=%s, topicPrefix=%s, cluster=%s, samplePeriod=%s, alertTimeScale=%s]"
        .formatted(kafka, topic.prefix(), cluster, samplePeriod, alertTimeScale);
  }
}
