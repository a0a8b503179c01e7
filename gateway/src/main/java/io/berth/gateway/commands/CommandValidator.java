/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import io.berth.events.InvalidField;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.PartialFailurePolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds unknown cluster names in a command, partial-failure policies that no set of verdicts can
 * satisfy, and values that Kubernetes cannot represent exactly: such a command would only be
 * rejected by every cluster or wait for its deadline.
 */
final class CommandValidator {

  private final Collection<String> clusters;
  private final List<InvalidField> faults = new ArrayList<>();

  private CommandValidator(Collection<String> clusters) {
    this.clusters = clusters;
  }

  static List<InvalidField> validate(Command command, Collection<String> clusters) {
    CommandValidator validator = new CommandValidator(clusters);
    validator.validate(command);
    return List.copyOf(validator.faults);
  }

  private void validate(Command command) {
    CommandMeta meta = command.meta();
    for (int i = 0; i < meta.clusters().size(); i++) {
      requireKnown("meta.clusters[" + i + "]", meta.clusters().get(i));
    }
    if (meta.order() instanceof ClusterOrder.Waves waves) {
      waves
          .waves()
          .forEach(wave -> wave.forEach(name -> requireTarget("meta.order.waves", name, meta)));
    }
    validatePolicy(meta);
    if (command instanceof Deploy deploy) {
      deploy.spec().inexact().forEach(fault -> faults.add(fault.within("spec")));
      deploy
          .spec()
          .replicasByCluster()
          .keySet()
          .forEach(name -> requireKnown("spec.replicasByCluster", name));
    }
  }

  private void validatePolicy(CommandMeta meta) {
    switch (meta.partialFailure()) {
      case PartialFailurePolicy.Quorum(int wanted) -> {
        int targets = meta.clusters().isEmpty() ? clusters.size() : meta.clusters().size();
        if (wanted > targets) {
          faults.add(
              new InvalidField(
                  "meta.partialFailure.clusters",
                  Integer.toString(wanted),
                  "1 to " + targets + ", the number of target clusters"));
        }
      }
      case PartialFailurePolicy.CanaryFirst(String cluster) ->
          requireTarget("meta.partialFailure.cluster", cluster, meta);
      case PartialFailurePolicy.All _, PartialFailurePolicy.BestEffort _ -> {}
    }
  }

  private void requireKnown(String field, String name) {
    if (!clusters.contains(name)) {
      faults.add(
          new InvalidField(field, "'" + name + "'", "one of: " + String.join(", ", clusters)));
    }
  }

  private void requireTarget(String field, String name, CommandMeta meta) {
    if (clusters.contains(name) && !meta.targets(name)) {
      faults.add(
          new InvalidField(
              field,
              "'" + name + "'",
              "one of meta.clusters: " + String.join(", ", meta.clusters())));
    } else {
      requireKnown(field, name);
    }
  }
}
