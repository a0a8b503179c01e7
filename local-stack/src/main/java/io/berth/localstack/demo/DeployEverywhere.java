/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

import java.time.Duration;

/** One command, every cluster, a verdict from each. */
final class DeployEverywhere implements Scene {

  @Override
  public String title() {
    return "Deploy shop/cart to every cluster with one command";
  }

  @Override
  public String play(Stage stage) throws InterruptedException {
    Told told =
        stage
            .commandToItsEnd(
                "deploy",
                Applications.cart("registry.shop.example/cart:1.0"),
                Duration.ofSeconds(95))
            .expecting("SUCCEEDED");
    return told.inWords() + firstWrite(told);
  }

  private static String firstWrite(Told told) {
    return told.clusters()
        .map(cluster -> told.until("applied", cluster))
        .flatMap(java.util.Optional::stream)
        .max(Duration::compareTo)
        .map(time -> "; objects written everywhere " + Timing.of(time) + " after the command")
        .orElse("");
  }
}
