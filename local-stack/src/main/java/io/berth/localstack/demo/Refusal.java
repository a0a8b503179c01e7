/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A command that breaks three policies hears all three, and nothing is written. */
final class Refusal implements Scene {

  @Override
  public String title() {
    return "A careless command breaks three policies of production";
  }

  @Override
  public String play(Stage stage) throws InterruptedException {
    Told told =
        stage
            .commandToItsEnd("deploy", Applications.careless(), Duration.ofSeconds(60))
            .expecting("REJECTED");
    List<String> rules =
        told.clusters()
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
    rules.forEach(stage::say);
    if (rules.size() < 3) {
      throw new NotAsTold("wanted three reasons, heard " + rules);
    }
    return "refused with " + rules.size() + " reasons, nothing written";
  }
}
