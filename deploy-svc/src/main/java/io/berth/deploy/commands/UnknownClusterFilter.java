/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.events.operation.Violation;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rejects commands for clusters that do not exist: no instance serves them, so their silence would
 * look like an outage. Of all instances, that of the first known cluster answers.
 */
public final class UnknownClusterFilter {

  private final List<String> known;
  private final boolean responsible;
  private final OperationLog operations;

  /**
   * @param own this instance's cluster
   * @param known every cluster; empty where this service is not told
   */
  public UnknownClusterFilter(String own, List<String> known, OperationLog operations) {
    this.known = known.stream().sorted().toList();
    this.responsible = !known.isEmpty() && this.known.getFirst().equals(own);
    this.operations = operations;
  }

  /** Wraps a handler: unknown clusters are rejected first. */
  public Consumer<ReceivedCommand> wrap(Consumer<ReceivedCommand> next) {
    return received -> {
      rejectUnknown(received);
      next.accept(received);
    };
  }

  /** Publishes a rejection for each unknown cluster that the command names. */
  private void rejectUnknown(ReceivedCommand received) {
    if (responsible) {
      received.command().meta().clusters().stream()
          .filter(name -> !known.contains(name))
          .forEach(name -> operations.publish(received.rejection(name, violation(name))));
    }
  }

  private Violation violation(String name) {
    return new Violation(
        "known-cluster",
        1,
        "meta.clusters",
        "'" + name + "'",
        "one of " + known,
        "Correct the cluster's name.");
  }
}
