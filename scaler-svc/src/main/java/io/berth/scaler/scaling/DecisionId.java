/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/**
 * The id of a decision: from the application, the policy's version and the sample's time, so that
 * the same sample decided again is the same decision for its readers.
 */
final class DecisionId {

  private DecisionId() {}

  static String of(Situation at) {
    String identity = at.sample().app() + "@" + at.policy().version() + "@" + at.asOf();
    return UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString();
  }
}
