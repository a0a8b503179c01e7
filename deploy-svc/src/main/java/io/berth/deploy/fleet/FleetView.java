/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.fleet;

import io.berth.events.AppRef;

/** The verdicts and alerts of every cluster, this one included. */
public interface FleetView {

  /** The state of a command and of its application. */
  FleetState state(String commandId, AppRef app);
}
