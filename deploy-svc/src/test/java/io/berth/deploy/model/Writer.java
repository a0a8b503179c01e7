/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import org.jspecify.annotations.Nullable;

/**
 * Who writes to the API.
 *
 * @param name of the instance, or {@link #SOMEBODY}
 * @param app the application that the instance works on; null for somebody
 * @param commandId the command that it handles; null where it reconciles
 * @param stale whether another instance had taken over: it was paused in the middle of its work
 */
record Writer(String name, @Nullable String app, @Nullable String commandId, boolean stale) {

  /** Whoever is not Berth. */
  static final Writer SOMEBODY = new Writer("somebody", null, null, false);

  /** The controllers of the cluster, which write the status. */
  static final Writer CONTROLLER = new Writer("the controller", null, null, false);

  boolean isBerth() {
    return app != null;
  }
}
