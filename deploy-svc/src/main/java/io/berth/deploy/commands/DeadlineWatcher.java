/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.DeadlineDiagnosis;
import io.berth.deploy.queue.PendingCommands;

/** Publishes the verdict of commands whose deadline passed while they were pending. */
public final class DeadlineWatcher {

  private final ClusterContext context;
  private final PendingCommands pending;
  private final OperationPublisher publisher;

  public DeadlineWatcher(ClusterContext context, PendingCommands pending) {
    this.context = context;
    this.pending = pending;
    this.publisher = context.publisher();
  }

  /** Does nothing where another instance owns it, or where it was completed meanwhile. */
  public void publishExpired(ReceivedCommand received) {
    OperationLog operations = context.operations();
    if (received.command().meta().targets(context.name())
        && !operations.isConcluded(received.id())
        && pending.holds(received)) {
      pending
          .delay(received)
          .map(
              delay ->
                  DeadlineDiagnosis.of(
                      context.name(), received, operations.isAccepted(received.id()), delay))
          .ifPresent(diagnosis -> publisher.publishTimedOut(received, diagnosis));
    }
  }
}
