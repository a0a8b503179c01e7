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
 * @param check finds the breaches in a proposal
 */
record PolicyRule(String id, int version, Check check) {

  /** Checks a proposal. */
  interface Check {
    Stream<Breach> of(Proposal proposal, PolicyParameters parameters);
  }

  /** A violation without its rule's name. */
  record Breach(String field, String found, String wanted, String help) {}

  List<Violation> violations(Proposal proposal, PolicyParameters parameters) {
    return check
        .of(proposal, parameters)
        .map(
            breach ->
                new Violation(
                    id, version, breach.field(), breach.found(), breach.wanted(), breach.help()))
        .toList();
  }
}
