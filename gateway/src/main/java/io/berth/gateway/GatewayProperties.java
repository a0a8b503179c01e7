/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import io.berth.events.Check;
import io.berth.events.kafka.TopicDeclarations;
import io.berth.stream.options.DeprecatedProperties;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The configuration of the gateway; application.yml describes each property and its source.
 *
 * @param kafka bootstrap servers
 * @param topic how topics are declared
 * @param listen the address that its web server listens on
 * @param clusters names of all clusters, at least one
 * @param deployUrls the deploy-svc of each cluster
 * @param logPipelineUrl the log-pipeline-svc
 * @param publicUrl the address for people; login links begin with it
 * @param apiToken the bearer token of programs; secret
 * @param loginLinkLifetime how long a login link is valid, up to 1 hour
 * @param sessionLifetime how long a session is valid, up to 30 days
 * @param board how much the materialized view keeps
 * @param maxBodyBytes the maximum size of a request body, up to 16 MiB
 */
@ConfigurationProperties("berth")
record GatewayProperties(
    String kafka,
    TopicDeclarations topic,
    String listen,
    List<String> clusters,
    List<String> deployUrls,
    URI logPipelineUrl,
    URI publicUrl,
    String apiToken,
    Duration loginLinkLifetime,
    Duration sessionLifetime,
    ViewLimits board,
    int maxBodyBytes) {

  /** Deprecated names that are still read, and their replacements. */
  static final List<DeprecatedProperties.Renamed> RENAMED =
      List.of(
          DeprecatedProperties.Renamed.of(
              "BERTH_MOST_BODY_BYTES",
              "berth.most-body-bytes",
              "BERTH_MAX_BODY_BYTES",
              "berth.max-body-bytes"));

  /** How much the materialized view keeps, and how far back it reads. */
  record ViewLimits(
      int operations, Duration operationsHistory, int decisionsPerApp, Duration decisionsHistory) {}

  GatewayProperties {
    Check check =
        Check.that()
            .text("berth.kafka (BERTH_KAFKA)", kafka, 2000)
            .holds(
                listen != null && !listen.isBlank(),
                "berth.listen (BERTH_LISTEN)",
                "nothing",
                "an address such as 127.0.0.1, or 0.0.0.0 for every one of this machine")
            .notEmpty("berth.clusters (BERTH_CLUSTERS)", clusters)
            .holds(
                apiToken != null && !apiToken.isBlank(),
                "berth.api-token (BERTH_API_TOKEN)",
                "nothing",
                "a secret of 16 characters or more, such as the output of: openssl rand -hex 24")
            .between(
                "berth.login-link-lifetime",
                loginLinkLifetime,
                Duration.ofSeconds(1),
                Duration.ofHours(1))
            .between(
                "berth.session-lifetime",
                sessionLifetime,
                Duration.ofMinutes(1),
                Duration.ofDays(30))
            .between(
                "berth.max-body-bytes (BERTH_MAX_BODY_BYTES)",
                maxBodyBytes,
                1024,
                16L * 1024 * 1024);
    for (String name : clusters == null ? List.<String>of() : clusters) {
      check.label("berth.clusters (BERTH_CLUSTERS)", name);
    }
    check.orThrow();
    clusters = List.copyOf(clusters);
  }

  /** The deploy-svc of each cluster, by the cluster's name. */
  Map<String, URI> deployServices() {
    Map<String, URI> services = new TreeMap<>();
    for (String entry : deployUrls) {
      int equals = entry.indexOf('=');
      Check.that()
          .holds(
              equals > 0,
              "berth.deploy-urls (BERTH_DEPLOY_URLS)",
              "'" + entry + "'",
              "cluster=url, such as dc-a=http://localhost:18101")
          .orThrow();
      services.put(
          entry.substring(0, equals).strip(), URI.create(entry.substring(equals + 1).strip()));
    }
    return services;
  }

  @Override
  public String toString() {
    return "GatewayProperties[kafka=" + kafka + ", clusters=" + clusters + "]";
  }
}
