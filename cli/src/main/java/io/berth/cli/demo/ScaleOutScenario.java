/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A load curve drives an application over its target; the scaling decision explains itself. */
final class ScaleOutScenario implements Scenario {

  @Override
  public String title() {
    return "The load on shop/cart rises; it scales out, and says why";
  }

  @Override
  public String run(ScenarioContext context) throws InterruptedException {
    context.put(
        "/api/v1/scaling-policies/" + DemoApplications.NAMESPACE + "/cart",
        DemoApplications.scalingOnCpu());
    JsonNode decision =
        context.await(
            "a decision to scale out",
            Duration.ofSeconds(90),
            () ->
                context
                    .items("/api/v1/decisions?app=" + DemoApplications.NAMESPACE + "/cart")
                    .filter(each -> each.path("action").asString("").equals("SCALE_OUT"))
                    .findFirst());
    String cluster = decision.path("app").path("cluster").asString("");
    int desired = decision.path("desiredReplicas").asInt();
    int ready =
        context.await(
            "more than 3 ready replicas of cart in " + cluster,
            Duration.ofSeconds(40),
            () -> readyIn(context, cluster).filter(count -> count > 3));
    return "In "
        + cluster
        + ": "
        + decision.path("explanation").asString("")
        + " (asked for "
        + desired
        + ", "
        + ready
        + " ready now)";
  }

  private static Optional<Integer> readyIn(ScenarioContext context, String cluster) {
    return context
        .stateIn("cart", cluster)
        .map(state -> state.path("replicas").path("ready").asInt(0));
  }
}
