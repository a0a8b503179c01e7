/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** A release whose image is not there: it fails with a diagnosis, and one command undoes it. */
final class BrokenRelease implements Scene {

  @Override
  public String title() {
    return "Release 2 of shop/cart has an image that does not exist; roll it back";
  }

  @Override
  public String play(Stage stage) throws InterruptedException {
    Told broken =
        stage
            .commandToItsEnd(
                "deploy",
                Applications.cart("registry.shop.example/cart:2.0-missing"),
                Duration.ofSeconds(95))
            .expecting("FAILED");
    JsonNode diagnosis =
        broken
            .diagnosis()
            .orElseThrow(() -> new NotAsTold("it failed without a diagnosis: " + broken.inWords()));
    stage.say("diagnosis: " + diagnosis.path("explanation").asString(""));
    stage.say("advice: " + diagnosis.path("advice").path(0).asString("none"));
    Told back =
        stage
            .commandToItsEnd("rollback", Applications.rollback("cart"), Duration.ofSeconds(95))
            .expecting("SUCCEEDED");
    return diagnosis.path("cause").asString("") + "; rolled back: " + back.inWords();
  }
}
