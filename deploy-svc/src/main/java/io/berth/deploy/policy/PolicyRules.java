/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import io.berth.events.operation.Violation;
import java.util.List;
import java.util.stream.Stream;

/** All rules, with their parameters. */
public final class PolicyRules {

  static final List<PolicyRule> ALL =
      Stream.of(
              SpecRules.ALL,
              PortRules.ALL,
              AnnotationRules.ALL,
              ConfigFileRules.ALL,
              PodRules.ALL,
              PodOptionRules.ALL,
              ContainerRules.ALL,
              SizeRules.ALL,
              ImageRules.ALL,
              TargetRules.ALL,
              WorkloadRules.ALL,
              WaveRules.ALL)
          .flatMap(List::stream)
          .toList();

  private final PolicyParameters parameters;

  public PolicyRules(PolicyParameters parameters) {
    this.parameters = parameters;
  }

  /** Every violated rule, not only the first. */
  public List<Violation> violations(PolicyInput input) {
    return ALL.stream().flatMap(rule -> rule.violations(input, parameters).stream()).toList();
  }
}
