/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import io.berth.logpipeline.elasticsearch.Authentication;
import io.berth.logpipeline.elasticsearch.NodeAddresses;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Spring Boot's settings of the connection to Elasticsearch, read once more by a record that
 * refuses wrong values; application.yml has the names in the environment.
 *
 * @param uris addresses of the nodes
 * @param username who we are
 * @param password of that user
 * @param apiKey who we are, in place of a user
 * @param pathPrefix not to be set: it stands in the addresses
 * @param socketTimeout how long a request may take
 * @param restclient the rest of Spring Boot's
 */
@ConfigurationProperties("spring.elasticsearch")
record ElasticsearchConnectionProperties(
    List<String> uris,
    @Nullable String username,
    @Nullable String password,
    @Nullable String apiKey,
    @Nullable String pathPrefix,
    Duration socketTimeout,
    @Nullable Restclient restclient) {

  /**
   * Of the low-level client.
   *
   * @param ssl whom it trusts
   */
  record Restclient(@Nullable Ssl ssl) {

    /**
     * Of TLS.
     *
     * @param bundle the name of one of Spring Boot's SSL bundles
     */
    record Ssl(@Nullable String bundle) {}
  }

  ElasticsearchConnectionProperties {
    uris = uris == null ? List.of() : List.copyOf(uris);
    NodeAddresses.parse(uris);
    Authentication.of(username, password, apiKey);
    if (pathPrefix != null && !pathPrefix.isBlank()) {
      throw new IllegalArgumentException(
          "spring.elasticsearch.path-prefix is '%s', wanted the path in BERTH_ELASTICSEARCH, such as https://proxy.example/es"
              .formatted(pathPrefix));
    }
    if (socketTimeout == null || socketTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "spring.elasticsearch.socket-timeout is '%s', wanted a time such as 30s"
              .formatted(socketTimeout));
    }
  }

  NodeAddresses addresses() {
    return NodeAddresses.parse(uris);
  }

  Authentication authentication() {
    return Authentication.of(username, password, apiKey);
  }

  @Nullable String bundle() {
    return restclient == null || restclient.ssl() == null ? null : restclient.ssl().bundle();
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "ElasticsearchConnectionProperties[uris=" + uris + ", " + authentication() + "]";
  }
}
