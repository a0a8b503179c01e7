/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A load curve drives an application over its target; the decision says why it grew. */
final class ScaleOut implements Scene {

  @Override
  public String title() {
    return "The load on shop/cart rises; it scales out, and says why";
  }

  @Override
  public String play(Stage stage) throws InterruptedException {
    stage.put(
        "/api/v1/scaling-policies/" + Applications.NAMESPACE + "/cart",
        Applications.scalingOnCpu());
    JsonNode decision =
        stage.await(
            "a decision to scale out",
            Duration.ofSeconds(90),
            () ->
                stage
                    .items("/api/v1/decisions?app=" + Applications.NAMESPACE + "/cart")
                    .filter(each -> each.path("action").asString("").equals("SCALE_OUT"))
                    .findFirst());
    String cluster = decision.path("app").path("cluster").asString("");
    int desired = decision.path("desiredReplicas").asInt();
    int ready =
        stage.await(
            "more than 3 ready replicas of cart in " + cluster,
            Duration.ofSeconds(40),
            () -> readyIn(stage, cluster).filter(count -> count > 3));
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

  private static Optional<Integer> readyIn(Stage stage, String cluster) {
    return stage
        .stateIn("cart", cluster)
        .map(state -> state.path("replicas").path("ready").asInt(0));
  }
}
