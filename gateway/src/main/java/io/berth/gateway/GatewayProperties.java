/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import io.berth.events.Check;
import io.berth.events.kafka.TopicDeclarations;
import io.berth.gateway.kafka.KafkaSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The configuration of the gateway; application.yml tells what each is and where it comes from.
 *
 * @param kafka bootstrap servers
 * @param topic how topics are declared
 * @param clusters names of all clusters, at least one
 * @param deployUrls the deploy-svc of each cluster
 * @param logPipelineUrl the log-pipeline-svc
 * @param publicUrl how people reach the gateway; login links begin with it
 * @param apiToken what programs show; secret
 * @param loginLinkLifetime how long a login link works, up to 1 hour
 * @param sessionLifetime how long a person stays logged in, up to 30 days
 * @param board how much is remembered
 * @param mostBodyBytes the largest body that is read, up to 16 MiB
 */
@ConfigurationProperties("berth")
record GatewayProperties(
    String kafka,
    Topic topic,
    List<String> clusters,
    List<String> deployUrls,
    URI logPipelineUrl,
    URI publicUrl,
    String apiToken,
    Duration loginLinkLifetime,
    Duration sessionLifetime,
    Remembered board,
    int mostBodyBytes) {

  /** How topics are declared: prefix, partitions (0: each its own), replication (-1: broker's). */
  record Topic(String prefix, int partitions, short replication) {}

  /** How much the board remembers. */
  record Remembered(
      int operations, Duration operationsHistory, int decisionsPerApp, Duration decisionsHistory) {}

  GatewayProperties {
    Check check =
        Check.that()
            .text("berth.kafka (BERTH_KAFKA)", kafka, 2000)
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
            .between("berth.most-body-bytes", mostBodyBytes, 1024, 16L * 1024 * 1024);
    for (String name : clusters == null ? List.<String>of() : clusters) {
      check.label("berth.clusters (BERTH_CLUSTERS)", name);
    }
    check.orThrow();
    clusters = List.copyOf(clusters);
  }

  KafkaSettings kafkaSettings() {
    return new KafkaSettings(
        kafka,
        new TopicDeclarations(topic.prefix(), topic.partitions(), topic.replication()),
        board.operationsHistory(),
        board.decisionsHistory(),
        Duration.ofSeconds(4));
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
