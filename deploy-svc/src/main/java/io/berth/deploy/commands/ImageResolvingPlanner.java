/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolution;
import io.berth.events.command.Deploy;

/** Plans with the image's digest, which only its registry knows. */
public final class ImageResolvingPlanner {

  private final Planner planner;
  private final ImageResolver images;

  public ImageResolvingPlanner(Planner planner, ImageResolver images) {
    this.planner = planner;
    this.images = images;
  }

  Plan plan(ReceivedCommand received, ClusterSnapshot snapshot) {
    return planner.plan(received, snapshot, image(received, snapshot));
  }

  /** The registry is asked once: on redelivery the digest recorded in the release counts. */
  private ImageResolution image(ReceivedCommand received, ClusterSnapshot snapshot) {
    if (!(received.command() instanceof Deploy deploy)
        || snapshot.releases().createdBy(received.id()).isPresent()) {
      return new ImageResolution.NoImage();
    }
    return ImageReference.parse(deploy.spec().image())
        .map(images::resolve)
        .orElseGet(ImageResolution.NoImage::new);
  }
}
