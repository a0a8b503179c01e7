/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.deploy.queue.PartitionOwnership;
import io.berth.events.AppRef;

/** Whether an instance has the partitions, and whether Kafka confirmed it lately. */
public final class TestPartitionOwnership implements PartitionOwnership {

  private volatile boolean assigned;
  private volatile boolean confirmed;

  public void assign() {
    assigned = true;
    confirmed = true;
  }

  /** A process that was paused, or whose broker is silent, does not know. */
  public void doubt() {
    confirmed = false;
  }

  public void lose() {
    assigned = false;
  }

  public static TestPartitionOwnership assigned() {
    TestPartitionOwnership ownership = new TestPartitionOwnership();
    ownership.assign();
    return ownership;
  }

  public boolean isAssigned() {
    return assigned;
  }

  public boolean isDoubtful() {
    return !confirmed;
  }

  @Override
  public boolean holds(String position) {
    return assigned && confirmed;
  }

  @Override
  public boolean owns(String position) {
    return assigned;
  }

  @Override
  public boolean isResponsibleFor(AppRef app) {
    return assigned && confirmed;
  }
}
