/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

/** One scenario of the demo. */
interface Scenario {

  /** What is about to happen, in a sentence. */
  String title();

  /**
   * Lets it happen.
   *
   * @return what happened, in a sentence or two
   * @throws ScenarioFailedException when the expected state was not observed
   */
  String run(ScenarioContext context) throws InterruptedException;
}
