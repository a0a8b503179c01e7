/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.elasticsearch.autoconfigure.Rest5ClientBuilderCustomizer;

/**
 * Customizes the Elasticsearch client that Spring Boot builds: preemptive authentication, no
 * automatic retries, timeouts.
 */
public final class ElasticsearchClientCustomizer implements Rest5ClientBuilderCustomizer {

  private static final String VERSIONED_JSON = "application/vnd.elasticsearch+json";

  private final Authentication authentication;
  private final Duration answer;

  /**
   * @param answer how long a request may take
   */
  public ElasticsearchClientCustomizer(Authentication authentication, Duration answer) {
    this.authentication = authentication;
    this.answer = answer;
  }

  @Override
  public void customize(Rest5ClientBuilder builder) {
    if (authentication instanceof Authentication.Password password) {
      builder.setDefaultHeaders(
          new Header[] {new BasicHeader(HttpHeaders.AUTHORIZATION, password.header())});
    }
  }

  @Override
  public void customize(HttpAsyncClientBuilder http) {
    // What to try again, and when, is for those to decide who have the documents.
    http.disableAutomaticRetries();
    http.addRequestInterceptorLast((request, entity, context) -> plainJson(request));
  }

  @Override
  public void customize(RequestConfig.Builder requests) {
    // Without it a request waits for ever, whatever the socket's timeout is.
    requests.setResponseTimeout(Timeout.of(answer));
    requests.setConnectionRequestTimeout(Timeout.ofSeconds(5));
  }

  /** The typed client names its own version, which servers of an earlier one refuse. */
  private static void plainJson(HttpRequest request) {
    for (String name : List.of(HttpHeaders.ACCEPT, HttpHeaders.CONTENT_TYPE)) {
      Header header = request.getFirstHeader(name);
      if (header != null && header.getValue().startsWith(VERSIONED_JSON)) {
        request.setHeader(name, "application/json");
      }
    }
  }
}
