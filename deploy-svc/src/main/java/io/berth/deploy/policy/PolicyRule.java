/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.events.operation.Violation;
import java.util.List;
import java.util.stream.Stream;

/**
 * A named rule. Its version grows when the same command would be judged differently.
 *
 * @param id such as {@code min-replicas}
 * @param version at least 1
 * @param check finds the breaches in the input
 */
record PolicyRule(String id, int version, RuleCheck check) {

  /** Checks the input. */
  interface RuleCheck {
    Stream<Breach> of(PolicyInput input, PolicyParameters parameters);
  }

  /** A violation without its rule's name. */
  record Breach(String field, String found, String wanted, String help) {}

  List<Violation> violations(PolicyInput input, PolicyParameters parameters) {
    return check
        .of(input, parameters)
        .map(
            breach ->
                new Violation(
                    id, version, breach.field(), breach.found(), breach.wanted(), breach.help()))
        .toList();
  }
}
