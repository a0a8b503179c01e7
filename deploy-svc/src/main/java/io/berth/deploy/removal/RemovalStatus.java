/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.removal;

import io.berth.events.operation.Diagnosis;

/** What has become of a removal. */
sealed interface RemovalStatus {

  /** Something is left, and the deadline has not passed. */
  record Waiting() implements RemovalStatus {}

  /** Nothing is left. */
  record Removed() implements RemovalStatus {}

  /**
   * A newer command has deployed the application again.
   *
   * @param newer its id
   */
  record Superseded(String newer) implements RemovalStatus {}

  /**
   * The deadline passed.
   *
   * @param diagnosis what is left, and what holds it; or why that is not known
   */
  record TimedOut(Diagnosis diagnosis) implements RemovalStatus {}
}
