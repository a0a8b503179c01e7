/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

/** The API server does not answer, or is too busy to: the same call may succeed later. */
public final class ClusterAway extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ClusterAway(String message, Throwable cause) {
    super(message, cause);
  }
}
