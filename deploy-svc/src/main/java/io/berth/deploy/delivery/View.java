/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.diagnosis.Scene;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.LiveApp;
import io.berth.deploy.rollout.AppStates.Place;
import io.berth.events.AppRef;
import io.berth.events.command.EnsureNamespace.Environment;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/** The cluster as its watches show it: no call, but where a scene needs logs and events. */
public interface View {

  Optional<LiveApp> live(AppRef app);

  /** Every application of Berth's here. */
  List<LiveApp> all();

  Environment environment(String namespace);

  Place place();

  /** The Deployment beside the application's own. */
  Optional<Deployment> beside(AppRef app, Track track);

  /** Like {@link #scene}, of the release that runs beside. */
  Scene sceneBeside(LiveApp live, Deployment beside);

  /** What a diagnosis looks at; with events and last log lines only where a pod is in trouble. */
  Scene scene(LiveApp live);
}
