/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;

/** One command, every cluster, a verdict from each. */
final class DeployScenario implements Scenario {

  @Override
  public String title() {
    return "Deploy shop/cart to every cluster with one command";
  }

  @Override
  public String run(ScenarioContext context) throws InterruptedException {
    OperationResult result =
        context
            .runCommand(
                "deploy",
                DemoApplications.cart("registry.shop.example/cart:1.0"),
                Duration.ofSeconds(95))
            .requireVerdict("SUCCEEDED");
    return result.describe() + firstWrite(result);
  }

  private static String firstWrite(OperationResult result) {
    return result
        .clusters()
        .map(cluster -> result.until("applied", cluster))
        .flatMap(java.util.Optional::stream)
        .max(Duration::compareTo)
        .map(time -> "; objects written everywhere " + DurationText.of(time) + " after the command")
        .orElse("");
  }
}
