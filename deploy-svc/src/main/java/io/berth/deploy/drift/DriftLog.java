/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import java.util.List;

/** The drifts that were published, by this instance or an earlier one. */
public interface DriftLog {

  /** Those that were published and have not ended. */
  List<Drift> open(AppRef app);

  /**
   * Publishes a drift.
   *
   * @param fingerprint of the objects when it was detected
   * @param ended whether the field has its desired value again
   */
  void publish(ObservedApp live, Drift drift, String fingerprint, boolean ended);

  /** Forgets the drifts of an application that was removed. */
  void forget(AppRef app);
}
