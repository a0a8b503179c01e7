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
        "the partition of "
            + position
            + " is not confirmed as owned; work resumes when Kafka confirms it");
  }
}
