/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.events.ClusterAppRef;
import io.berth.events.operation.AppState;

/** States of applications that nobody listens to. */
public final class Unheard implements Apps {

  @Override
  public void is(AppState state) {}

  @Override
  public void gone(ClusterAppRef app) {}
}
