/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A command that breaks three policies hears all three, and nothing is written. */
final class PolicyViolationScenario implements Scenario {

  @Override
  public String title() {
    return "A careless command breaks three policies of production";
  }

  @Override
  public String run(ScenarioContext context) throws InterruptedException {
    OperationResult result =
        context
            .runCommand("deploy", DemoApplications.careless(), Duration.ofSeconds(60))
            .requireVerdict("REJECTED");
    List<String> rules =
        result
            .clusters()
            .flatMap(
                cluster -> StreamSupport.stream(cluster.path("violations").spliterator(), false))
            .map(
                violation ->
                    violation.path("rule").asString("")
                        + ": "
                        + violation.path("found").asString("")
                        + ", wanted "
                        + violation.path("wanted").asString(""))
            .distinct()
            .toList();
    rules.forEach(context::print);
    if (rules.size() < 3) {
      throw new ScenarioFailedException("wanted three reasons, heard " + rules);
    }
    return "refused with " + rules.size() + " reasons, nothing written";
  }
}
