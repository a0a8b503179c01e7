/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.operations;

import io.berth.events.ClusterAppRef;
import io.berth.events.operation.AppState;

/** Publishes the states of applications. */
public interface AppStatePublisher {

  /** Publishes the state where it differs from the last one. */
  void publish(AppState state);

  void publishRemoved(ClusterAppRef app);
}
