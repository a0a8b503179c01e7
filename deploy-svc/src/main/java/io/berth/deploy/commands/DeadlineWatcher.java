/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.operations.OperationLog;
import io.berth.deploy.operations.OperationPublisher;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.queue.PartitionOwnership;
import java.time.InstantSource;

/**
 * Publishes the verdict of commands whose deadline passed while they were queued, or while the API
 * server did not answer.
 */
public final class DeadlineWatcher {

  private final String clusterName;
  private final OperationLog operations;
  private final PartitionOwnership ownership;
  private final OperationPublisher publisher;

  public DeadlineWatcher(
      String clusterName,
      OperationLog operations,
      PartitionOwnership ownership,
      InstantSource clock) {
    this.clusterName = clusterName;
    this.operations = operations;
    this.ownership = ownership;
    this.publisher = new OperationPublisher(clusterName, operations, clock);
  }

  public void publishExpired(ReceivedCommand received) {
    if (received.command().meta().targets(clusterName)
        && !operations.isConcluded(received.id())
        && ownership.holds(received.position().toString())) {
      publisher.publishExpired(received, operations.isAccepted(received.id()));
    }
  }
}
