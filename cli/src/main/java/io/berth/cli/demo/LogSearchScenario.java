/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * What the application's pods logged, searched in Elasticsearch, with the metadata of their pods.
 */
final class LogSearchScenario implements Scenario {

  @Override
  public String title() {
    return "Find the logs of shop/cart, with the metadata of the pods that wrote them";
  }

  @Override
  public String run(ScenarioContext context) throws InterruptedException {
    JsonNode hit =
        context.await(
            "a log record of shop/cart that knows its pod and node",
            Duration.ofSeconds(60),
            () ->
                context
                    .items("/api/v1/logs?limit=20&app=cart&namespace=" + DemoApplications.NAMESPACE)
                    .filter(each -> !each.path("pod").asString("").isEmpty())
                    .filter(each -> !each.path("node").asString("").isEmpty())
                    .findFirst());
    return "\""
        + hit.path("message").asString("")
        + "\" by pod "
        + hit.path("pod").asString("")
        + " on node "
        + hit.path("node").asString("")
        + " in "
        + hit.path("cluster").asString("");
  }
}
