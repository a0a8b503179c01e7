/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.drift.Drift;
import io.berth.deploy.planning.LiveApp;
import java.util.List;

/** An application's objects as they are, beside what Berth would write. */
public interface Sight {

  /**
   * What tells one shape of the objects from another: the same text, the same wishes. Costs no
   * call.
   */
  String shape(LiveApp live);

  /** Whether somebody else owns a part of what is wished for. Costs no call. */
  boolean touchedByOthers(LiveApp live);

  /**
   * What others changed of what Berth set.
   *
   * @throws ClusterAway where the API server is away
   */
  List<Drift> drifts(LiveApp live);

  /** Whether the release that runs asks for drifts to be set right. */
  boolean selfHeal(LiveApp live);

  /**
   * Writes the objects as they were.
   *
   * @throws ClusterAway where the API server is away
   * @throws ClusterRefused where it refuses them
   */
  void restore(LiveApp live);
}
