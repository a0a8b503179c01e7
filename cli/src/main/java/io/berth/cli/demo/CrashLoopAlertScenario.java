/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A crash loop raises an alert that names the command behind it, and resolves when it heals. */
final class CrashLoopAlertScenario implements Scenario {

  private static final String ALERT = "PodCrashLooping";

  @Override
  public String title() {
    return "shop/flaky crashes in a loop: an alert with the command behind it, then all clear";
  }

  @Override
  public String run(ScenarioContext context) throws InterruptedException {
    String commandId = context.submitCommand("deploy", DemoApplications.flaky());
    JsonNode firing =
        context.await(
            "alert " + ALERT + " to fire", Duration.ofSeconds(90), () -> alert(context, "FIRING"));
    String behind = firing.path("lastCommand").path("commandId").asString("");
    if (!behind.equals(commandId)) {
      throw new ScenarioFailedException(
          "the alert names command '" + behind + "' instead of the deployment " + commandId);
    }
    context.print(
        ALERT
            + " fires in "
            + firing.path("labels").path("cluster").asString("")
            + "; behind it: "
            + firing.path("lastCommand").path("verb").asString("")
            + " by "
            + firing.path("lastCommand").path("by").asString(""));
    context.await(
        "alert " + ALERT + " to resolve",
        Duration.ofSeconds(120),
        () -> alert(context, "RESOLVED"));
    return "fired with the command behind it, and resolved when the pods had recovered";
  }

  private static Optional<JsonNode> alert(ScenarioContext context, String state) {
    return context
        .items("/api/v1/alerts?app=flaky&namespace=" + DemoApplications.NAMESPACE)
        .filter(each -> each.path("labels").path("alertname").asString("").equals(ALERT))
        .filter(each -> each.path("to").asString("").equals(state))
        .findFirst();
  }
}
