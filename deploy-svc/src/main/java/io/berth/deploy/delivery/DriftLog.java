/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.drift.Drift;
import io.berth.deploy.planning.LiveApp;
import io.berth.events.AppRef;
import java.util.List;

/** What was told of drifts, by this instance or one before it. */
public interface DriftLog {

  /** Those that were told and have not ended. */
  List<Drift> open(AppRef app);

  /**
   * Tells it.
   *
   * @param shape of the objects when it was seen
   * @param ended whether the field is as wanted again
   */
  void tell(LiveApp live, Drift drift, String shape, boolean ended);

  /** The application is gone, and with it what was told. */
  void forget(AppRef app);
}
