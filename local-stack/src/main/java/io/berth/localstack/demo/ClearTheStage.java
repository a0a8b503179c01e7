/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Removes what an earlier telling left behind, so that the story begins the same every time. */
final class ClearTheStage implements Scene {

  private static final List<String> NAMES = List.of("cart", "flaky", "basket");

  @Override
  public String title() {
    return "A namespace for production, with nothing in it";
  }

  @Override
  public String play(Stage stage) throws InterruptedException {
    List<String> removed = new ArrayList<>();
    for (String name : NAMES) {
      if (isThere(stage, name)) {
        endScaling(stage, name);
        stage.commandToItsEnd("remove", Applications.remove(name), Duration.ofSeconds(70));
        stage.await(
            name + " to be gone",
            Duration.ofSeconds(30),
            () -> stage.isThere(name) ? Optional.empty() : Optional.of(name));
        removed.add(name);
      }
    }
    Map<String, Object> namespace = Applications.namespace();
    Told told =
        stage
            .commandToItsEnd("ensure-namespace", namespace, Duration.ofSeconds(60))
            .expecting("SUCCEEDED");
    return (removed.isEmpty() ? "" : "Removed " + String.join(", ", removed) + ". ")
        + "Namespace "
        + Applications.NAMESPACE
        + " (prod): "
        + told.inWords();
  }

  private static boolean isThere(Stage stage, String name) throws InterruptedException {
    return stage.await(
        "the gateway to list the applications",
        Duration.ofSeconds(60),
        () -> Optional.of(stage.isThere(name)));
  }

  private static void endScaling(Stage stage, String name) throws InterruptedException {
    String policies = "/api/v1/scaling-policies";
    boolean isScaled =
        stage
            .items(policies)
            .map(policy -> policy.path("app"))
            .anyMatch(app -> app.equals(JsonMapper.shared().valueToTree(Applications.app(name))));
    if (isScaled) {
      stage.delete(policies + "/" + Applications.NAMESPACE + "/" + name);
    }
  }
}
