/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.operations;

import io.berth.events.ClusterAppRef;
import io.berth.events.operation.AppState;

/** States of applications that nobody listens to. */
public final class SilentAppStatePublisher implements AppStatePublisher {

  @Override
  public void publish(AppState state) {}

  @Override
  public void publishRemoved(ClusterAppRef app) {}
}
