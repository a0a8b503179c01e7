/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PartitionOwnership;

/**
 * Publishes the verdict of commands whose deadline passed while they were queued, or while the API
 * server did not answer.
 */
public final class DeadlineWatcher {

  private final ClusterContext context;
  private final PartitionOwnership ownership;
  private final OperationPublisher publisher;

  public DeadlineWatcher(ClusterContext context, PartitionOwnership ownership) {
    this.context = context;
    this.ownership = ownership;
    this.publisher = context.publisher();
  }

  public void publishExpired(ReceivedCommand received) {
    OperationLog operations = context.operations();
    if (received.command().meta().targets(context.name())
        && !operations.isConcluded(received.id())
        && ownership.holds(received.position().toString())) {
      publisher.publishExpired(received, operations.isAccepted(received.id()));
    }
  }
}
