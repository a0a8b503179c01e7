/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.queue.PartitionOwnership;
import io.berth.events.AppRef;

/** Whether an instance has the partitions, and whether that was confirmed since it last paused. */
final class Ownership implements PartitionOwnership {

  private boolean assigned;
  private boolean confirmed;

  void assign() {
    assigned = true;
    confirmed = true;
  }

  /** A process that was paused does not know yet. */
  void doubt() {
    confirmed = false;
  }

  void lose() {
    assigned = false;
  }

  boolean isAssigned() {
    return assigned;
  }

  boolean isDoubtful() {
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
