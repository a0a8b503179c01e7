/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A command that violates three policies is rejected with all violations. */
final class PolicyViolationScenario implements Scenario {

  @Override
  public String title() {
    return "A careless command violates three policies of production";
  }

  @Override
  public String run(ScenarioContext context) throws InterruptedException {
    OperationResult result =
        context
            .runCommand("deploy", DemoApplications.careless(), Duration.ofSeconds(60))
            .requireVerdict("REJECTED");
    List<String> violations =
        violations(result).map(PolicyViolationScenario::describe).distinct().toList();
    violations.forEach(context::print);
    long policies =
        violations(result).map(violation -> violation.path("rule").asString("")).distinct().count();
    if (policies < 3) {
      throw new ScenarioFailedException(
          "wanted violations of three policies, found those of " + policies + ": " + violations);
    }
    return "REJECTED: %d violations of %d policies, nothing written"
        .formatted(violations.size(), policies);
  }

  /** Those that every cluster reports. */
  private static Stream<JsonNode> violations(OperationResult result) {
    return result
        .clusters()
        .flatMap(cluster -> StreamSupport.stream(cluster.path("violations").spliterator(), false));
  }

  private static String describe(JsonNode violation) {
    return violation.path("rule").asString("")
        + " ("
        + violation.path("field").asString("")
        + "): found "
        + violation.path("found").asString("")
        + ", wanted "
        + violation.path("wanted").asString("");
  }
}
