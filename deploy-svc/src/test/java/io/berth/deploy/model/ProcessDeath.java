/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

/** The process dies here; no exception that anything would catch. */
final class ProcessDeath extends Error {

  private static final long serialVersionUID = 1L;

  ProcessDeath(String at) {
    super("died at " + at);
  }
}
