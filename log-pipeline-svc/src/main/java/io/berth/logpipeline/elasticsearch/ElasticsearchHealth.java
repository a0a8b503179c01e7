/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.elasticsearch;

import java.io.IOException;

/** Whether Elasticsearch answers. */
public final class ElasticsearchHealth {

  private final Elasticsearch elasticsearch;

  public ElasticsearchHealth(Elasticsearch elasticsearch) {
    this.elasticsearch = elasticsearch;
  }

  /** What is wrong with it; empty when nothing is. */
  public String complaint() {
    try {
      Elasticsearch.Answer answer =
          elasticsearch.get("/_cluster/health?timeout=2s&filter_path=status");
      String status = answer.body().path("status").asString("");
      return answer.isGood() && !status.equals("red")
          ? ""
          : "Elasticsearch answered " + answer.status() + " " + status;
    } catch (IOException e) {
      return "Elasticsearch does not answer: " + e.getMessage();
    }
  }
}
