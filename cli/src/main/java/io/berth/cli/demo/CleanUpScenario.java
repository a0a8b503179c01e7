/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Removes what an earlier run left behind, so that every run starts from the same state. */
final class CleanUpScenario implements Scenario {

  private static final List<String> NAMES = List.of("cart", "flaky", "basket");

  @Override
  public String title() {
    return "A namespace for production, with nothing in it";
  }

  @Override
  public String run(ScenarioContext context) throws InterruptedException {
    List<String> removed = new ArrayList<>();
    for (String name : NAMES) {
      if (isThere(context, name)) {
        endScaling(context, name);
        context.runCommand("remove", DemoApplications.remove(name), Duration.ofSeconds(70));
        context.await(
            name + " to be gone",
            Duration.ofSeconds(30),
            () -> context.isThere(name) ? Optional.empty() : Optional.of(name));
        removed.add(name);
      }
    }
    Map<String, Object> namespace = DemoApplications.namespace();
    OperationResult result =
        context
            .runCommand("ensure-namespace", namespace, Duration.ofSeconds(60))
            .requireVerdict("SUCCEEDED");
    return (removed.isEmpty() ? "" : "Removed " + String.join(", ", removed) + ". ")
        + "Namespace "
        + DemoApplications.NAMESPACE
        + " (prod): "
        + result.describe();
  }

  private static boolean isThere(ScenarioContext context, String name) throws InterruptedException {
    return context.await(
        "the gateway to list the applications",
        Duration.ofSeconds(60),
        () -> Optional.of(context.isThere(name)));
  }

  private static void endScaling(ScenarioContext context, String name) throws InterruptedException {
    String policies = "/api/v1/scaling-policies";
    boolean isScaled =
        context
            .items(policies)
            .map(policy -> policy.path("app"))
            .anyMatch(
                app -> app.equals(JsonMapper.shared().valueToTree(DemoApplications.app(name))));
    if (isScaled) {
      context.delete(policies + "/" + DemoApplications.NAMESPACE + "/" + name);
    }
  }
}
