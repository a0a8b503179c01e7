/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.planning.ObservedApp;
import java.util.List;

/** Compares an application's objects with what Berth would write. */
public interface ObjectComparison {

  /** Changes whenever the objects or their desired state change. Makes no call. */
  String fingerprint(ObservedApp live);

  /** Whether another manager owns a part of the desired state. Makes no call. */
  boolean hasForeignChanges(ObservedApp live);

  /**
   * The external changes to fields that Berth set.
   *
   * @throws ClusterUnavailableException where the API server is away
   */
  List<Drift> drifts(ObservedApp live);

  /** Whether the running release asks for drifts to be reverted. */
  boolean isSelfHealing(ObservedApp live);

  /**
   * Applies the desired state again. Creates no Deployment.
   *
   * @param live as the API server has it
   * @throws ClusterUnavailableException where the API server is away, or the Deployment was deleted
   * @throws ClusterRejectedException where it refuses them
   */
  void restore(ObservedApp live);
}
