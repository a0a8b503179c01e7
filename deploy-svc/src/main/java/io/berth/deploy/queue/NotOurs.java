/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.queue;

/** The work is another instance's now, or may be: nothing is written or said any more. */
public final class NotOurs extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NotOurs(String position) {
    super(
        "this instance may have lost "
            + position
            + " to another; it goes on when Kafka says that it has not");
  }
}
