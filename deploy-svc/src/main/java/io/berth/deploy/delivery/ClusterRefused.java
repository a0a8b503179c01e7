/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

/** The API server understood and said no: the same call would be refused again. */
public final class ClusterRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ClusterRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
