/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A crash loop raises an alert that names the command behind it, and resolves when it heals. */
final class CrashLoop implements Scene {

  private static final String ALERT = "PodCrashLooping";

  @Override
  public String title() {
    return "shop/flaky crashes in a loop: an alert with the command behind it, then all clear";
  }

  @Override
  public String play(Stage stage) throws InterruptedException {
    String commandId = stage.command("deploy", Applications.flaky());
    JsonNode firing =
        stage.await(
            "alert " + ALERT + " to fire", Duration.ofSeconds(90), () -> alert(stage, "FIRING"));
    String behind = firing.path("lastCommand").path("commandId").asString("");
    if (!behind.equals(commandId)) {
      throw new NotAsTold(
          "the alert names command '" + behind + "' instead of the deployment " + commandId);
    }
    stage.say(
        ALERT
            + " fires in "
            + firing.path("labels").path("cluster").asString("")
            + "; behind it: "
            + firing.path("lastCommand").path("verb").asString("")
            + " by "
            + firing.path("lastCommand").path("by").asString(""));
    stage.await(
        "alert " + ALERT + " to resolve", Duration.ofSeconds(120), () -> alert(stage, "RESOLVED"));
    return "fired with the last command on it, and resolved by itself";
  }

  private static Optional<JsonNode> alert(Stage stage, String state) {
    return stage
        .items("/api/v1/alerts?app=flaky&namespace=" + Applications.NAMESPACE)
        .filter(each -> each.path("labels").path("alertname").asString("").equals(ALERT))
        .filter(each -> each.path("to").asString("").equals(state))
        .findFirst();
  }
}
