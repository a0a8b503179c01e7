/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

/** Another instance owns the partition, or may own it: nothing may be written or published. */
public final class PartitionLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PartitionLostException(String position) {
    super(
        "this instance may have lost "
            + position
            + " to another; it goes on when Kafka says that it has not");
  }
}
