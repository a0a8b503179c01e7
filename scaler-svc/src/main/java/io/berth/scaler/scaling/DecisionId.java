/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/**
 * The id of a decision, derived from the application, the policy's version and the sample's time,
 * so that readers can recognize repeats.
 */
final class DecisionId {

  private DecisionId() {}

  static String of(ScalingContext at) {
    String identity = at.sample().app() + "@" + at.policy().version() + "@" + at.asOf();
    return UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString();
  }
}
