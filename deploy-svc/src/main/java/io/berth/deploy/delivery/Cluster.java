/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.manifest.Origin;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.release.Release.Outcome;
import io.berth.events.AppRef;
import io.berth.events.operation.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The one cluster that this service serves. Every method throws {@link ClusterAway} where the API
 * server does not answer and {@link ClusterRefused} where it says no.
 */
public interface Cluster {

  /** What is live, straight from the API server. */
  Situation situation(AppRef app);

  /**
   * What is live as far as it is known without asking much: at least as new as what this service
   * wrote itself. Enough to write by, because nothing newer is written over; not to refuse by.
   */
  Situation glimpse(AppRef app);

  /** What writing would change, by a server-side dry run. */
  List<Change> rehearse(Plan.Write plan);

  /**
   * Writes the objects; the Deployment with its position last. Returns what is live then.
   *
   * @throws Overtaken where a later command has written meanwhile
   */
  LiveApp write(Plan.Write plan);

  void write(List<HasMetadata> objects);

  /**
   * Everything of the application goes; returns what went, as kind/name.
   *
   * @throws Overtaken where a later command has written meanwhile
   */
  List<String> erase(AppRef app, Origin by);

  /**
   * What ran beside the application's own Deployment goes.
   *
   * @throws Overtaken where a later command has written it
   */
  void eraseBeside(AppRef app, Track track, Origin by);

  /** Remembers on the release how its roll-out ended. */
  void remember(AppRef app, long release, Outcome outcome);

  /**
   * Sets the replica count under the scaler's name.
   *
   * @param position of the decision, written in the same apply
   */
  void scale(AppRef app, int replicas, String position);
}
