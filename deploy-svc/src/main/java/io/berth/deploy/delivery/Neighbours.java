/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.waves.Fleet;
import io.berth.events.AppRef;

/** What the other clusters say, this one among them. */
public interface Neighbours {

  /** About a command and the application that it is for. */
  Fleet fleet(String commandId, AppRef app);
}
