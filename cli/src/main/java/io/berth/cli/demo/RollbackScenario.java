/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** A release whose image is not there: it fails with a diagnosis, and one command undoes it. */
final class RollbackScenario implements Scenario {

  @Override
  public String title() {
    return "Release 2 of shop/cart has an image that does not exist; roll it back";
  }

  @Override
  public String run(ScenarioContext context) throws InterruptedException {
    OperationResult broken =
        context
            .runCommand(
                "deploy",
                DemoApplications.cart("registry.shop.example/cart:2.0-missing"),
                Duration.ofSeconds(95))
            .requireVerdict("FAILED");
    JsonNode diagnosis =
        broken
            .diagnosis()
            .orElseThrow(
                () ->
                    new ScenarioFailedException(
                        "it failed without a diagnosis: " + broken.describe()));
    context.print("diagnosis: " + diagnosis.path("explanation").asString(""));
    context.print("advice: " + diagnosis.path("advice").path(0).asString("none"));
    OperationResult back =
        context
            .runCommand("rollback", DemoApplications.rollback("cart"), Duration.ofSeconds(95))
            .requireVerdict("SUCCEEDED");
    return "release 2 FAILED with "
        + diagnosis.path("cause").asString("")
        + "; rolled back: "
        + back.describe();
  }
}
