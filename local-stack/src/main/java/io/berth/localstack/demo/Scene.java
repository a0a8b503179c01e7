/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.demo;

/** One step of the story. */
interface Scene {

  /** What is about to happen, in a sentence. */
  String title();

  /**
   * Lets it happen.
   *
   * @return what happened, in a sentence or two
   * @throws NotAsTold when it did not happen as told
   */
  String play(Stage stage) throws InterruptedException;
}
