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
 * Finds the cluster names in a command that nobody serves, and policies that no set of verdicts
 * could meet. On the topic such a command would wait for its deadline in vain.
 */
final class Targets {

  private final Collection<String> clusters;
  private final List<InvalidField> faults = new ArrayList<>();

  private Targets(Collection<String> clusters) {
    this.clusters = clusters;
  }

  static List<InvalidField> faults(Command command, Collection<String> clusters) {
    Targets targets = new Targets(clusters);
    targets.look(command);
    return List.copyOf(targets.faults);
  }

  private void look(Command command) {
    CommandMeta meta = command.meta();
    for (int i = 0; i < meta.clusters().size(); i++) {
      known("meta.clusters[" + i + "]", meta.clusters().get(i));
    }
    if (meta.order() instanceof ClusterOrder.Waves waves) {
      waves.waves().forEach(wave -> wave.forEach(name -> target("meta.order.waves", name, meta)));
    }
    policy(meta);
    if (command instanceof Deploy deploy) {
      deploy
          .spec()
          .replicasByCluster()
          .keySet()
          .forEach(name -> known("spec.replicasByCluster", name));
    }
  }

  private void policy(CommandMeta meta) {
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
          target("meta.partialFailure.cluster", cluster, meta);
      case PartialFailurePolicy.All _, PartialFailurePolicy.BestEffort _ -> {}
    }
  }

  private void known(String field, String name) {
    if (!clusters.contains(name)) {
      faults.add(
          new InvalidField(field, "'" + name + "'", "one of: " + String.join(", ", clusters)));
    }
  }

  private void target(String field, String name, CommandMeta meta) {
    if (clusters.contains(name) && !meta.targets(name)) {
      faults.add(
          new InvalidField(
              field,
              "'" + name + "'",
              "one of meta.clusters: " + String.join(", ", meta.clusters())));
    } else {
      known(field, name);
    }
  }
}
