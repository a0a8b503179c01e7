/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.events.ClusterAppRef;
import io.berth.events.operation.AppState;

/** The states of applications, told to others. */
public interface Apps {

  /** Told if it differs from what was told last. */
  void is(AppState state);

  void gone(ClusterAppRef app);
}
