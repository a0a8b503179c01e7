/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.HealthStatus;
import co.elastic.clients.elasticsearch.cluster.HealthResponse;
import java.io.IOException;

/** Checks the health of the Elasticsearch cluster. */
public final class ElasticsearchHealth {

  private final ElasticsearchClient client;
  private final ElasticsearchFailures failures;

  public ElasticsearchHealth(ElasticsearchClient client, ElasticsearchFailures failures) {
    this.client = client;
    this.failures = failures;
  }

  /** What is wrong with it; empty when nothing is. */
  public String problem() {
    try {
      HealthResponse health =
          client.cluster().health(request -> request.timeout(t -> t.time("2s")));
      if (health.timedOut()) {
        return "Elasticsearch answered 408 " + health.status().jsonValue();
      }
      return health.status() == HealthStatus.Red ? "Elasticsearch answered 200 red" : "";
    } catch (ElasticsearchException | IOException e) {
      return failures.describe(e);
    }
  }
}
