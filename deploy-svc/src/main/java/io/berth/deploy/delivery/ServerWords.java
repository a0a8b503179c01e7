/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.diagnosis.Refusals;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Violation;

/** What the API server says when it refuses, passed on in its own words. */
final class ServerWords {

  private ServerWords() {}

  /** Before anything was written. */
  static Violation violation(String cluster, ClusterRefused refusal) {
    String message = String.valueOf(refusal.getMessage());
    return new Violation(
        "api-server",
        1,
        "",
        message,
        "objects that the API server of " + cluster + " takes",
        MissingRight.in(message)
            .map(right -> "For operators of " + cluster + ": " + right.advice())
            .orElse("Read what it found; these are its own words."));
  }

  /** When something may be written already. */
  static Diagnosis diagnosis(String cluster, ClusterRefused refusal) {
    String message = String.valueOf(refusal.getMessage());
    return Refusals.explain(message, new Evidence("status", "Cluster/" + cluster, message));
  }
}
