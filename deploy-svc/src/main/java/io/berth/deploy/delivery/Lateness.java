/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.deploy.queue.Tenure;
import java.time.InstantSource;

/**
 * The verdict of commands whose deadline passed while they waited: behind others, or for an API
 * server that does not answer. A deadline holds whoever is in the way.
 */
public final class Lateness {

  private final String clusterName;
  private final Operations operations;
  private final Tenure tenure;
  private final Answers answers;

  public Lateness(String clusterName, Operations operations, Tenure tenure, InstantSource clock) {
    this.clusterName = clusterName;
    this.operations = operations;
    this.tenure = tenure;
    this.answers = new Answers(clusterName, operations, clock);
  }

  public void tell(Order order) {
    if (order.command().meta().targets(clusterName)
        && !operations.concluded(order.id())
        && tenure.holds(order.position().toString())) {
      answers.waitedTooLong(order, operations.accepted(order.id()));
    }
  }
}
