/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.berth.events.kafka.EventJson;
import io.berth.logpipeline.elasticsearch.BulkClient;
import io.berth.logpipeline.elasticsearch.BulkLogIndex;
import io.berth.logpipeline.elasticsearch.ElasticsearchClientCustomizer;
import io.berth.logpipeline.elasticsearch.ElasticsearchConnection;
import io.berth.logpipeline.elasticsearch.ElasticsearchFailures;
import io.berth.logpipeline.elasticsearch.ElasticsearchHealth;
import io.berth.logpipeline.elasticsearch.ElasticsearchLogSearch;
import io.berth.logpipeline.elasticsearch.TrustedAuthority;
import io.berth.logpipeline.indexing.Indexer;
import io.berth.logpipeline.indexing.LogIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the Elasticsearch clients of Spring Boot and the beans that use them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ElasticsearchConnectionProperties.class)
class ElasticsearchConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchConfiguration.class);

  @Bean
  SslBundleRegistrar elasticsearchAuthority(LogPipelineProperties properties) {
    return bundles ->
        bundles.registerBundle(
            TrustedAuthority.BUNDLE,
            TrustedAuthority.read(properties.elasticsearchCertificateAuthority()));
  }

  @Bean
  ElasticsearchConnection elasticsearchConnection(
      ElasticsearchConnectionProperties properties, SslBundles bundles) {
    return new ElasticsearchConnection(
        properties.addresses(), properties.authentication(), properties.bundle(), bundles);
  }

  @Bean
  ElasticsearchClientCustomizer elasticsearchBehaviour(
      ElasticsearchConnectionProperties properties) {
    return new ElasticsearchClientCustomizer(
        properties.authentication(), properties.socketTimeout());
  }

  /** Documents are read by the same rules as everywhere. */
  @Bean
  Jackson3JsonpMapper elasticsearchJson() {
    return new Jackson3JsonpMapper(EventJson.mapper());
  }

  @Bean
  ElasticsearchFailures elasticsearchFailures(ElasticsearchConnection connection) {
    return new ElasticsearchFailures(connection);
  }

  @Bean
  LogIndex logIndex(Rest5Client low, ElasticsearchClient client, ElasticsearchFailures failures) {
    return new BulkLogIndex(new BulkClient(low), client, failures);
  }

  @Bean
  ElasticsearchLogSearch logs(ElasticsearchClient client, ElasticsearchFailures failures) {
    return new ElasticsearchLogSearch(client, failures);
  }

  @Bean
  ElasticsearchHealth elasticsearchHealth(
      ElasticsearchClient client, ElasticsearchFailures failures) {
    return new ElasticsearchHealth(client, failures);
  }

  /** Replaces Spring Boot's indicator, which knows neither the roles nor how to fix a failure. */
  @Bean
  HealthIndicator elasticsearchHealthIndicator(
      ElasticsearchHealth health, Indexer indexer, LogPipelineProperties properties) {
    if (!properties.parts().contains(PipelineRole.INDEX)) {
      // Elasticsearch is not needed by the other roles.
      return () -> LogPipelineConfiguration.health("");
    }
    return () -> {
      String problem = health.problem();
      return LogPipelineConfiguration.health(problem.isEmpty() ? indexer.problem() : problem);
    };
  }

  /** Reports problems at startup instead of with the first record, without failing the startup. */
  @Bean
  ApplicationRunner elasticsearchAtTheStart(
      ElasticsearchHealth health,
      ElasticsearchConnection connection,
      LogPipelineProperties properties) {
    return arguments -> {
      if (connection.sendsCredentialsInClear()) {
        LOG.warn(
            "Credentials go to Elasticsearch unencrypted: write https:// into BERTH_ELASTICSEARCH");
      }
      if (properties.parts().contains(PipelineRole.INDEX)) {
        Thread.ofVirtual().name("elasticsearch-at-the-start").start(() -> report(health.problem()));
      }
    };
  }

  private static void report(String problem) {
    if (!problem.isEmpty()) {
      LOG.warn(
          "{}. Received records stay in Kafka until Elasticsearch is available, none is lost",
          problem);
    }
  }
}
