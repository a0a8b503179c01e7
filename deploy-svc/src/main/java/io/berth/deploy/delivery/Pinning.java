/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.planning.Order;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.Situation;
import io.berth.deploy.release.ImageName;
import io.berth.deploy.release.Resolution;
import io.berth.events.command.Deploy;

/** Plans with the image's digest, which only its registry knows. */
public final class Pinning {

  private final Planner planner;
  private final Images images;

  public Pinning(Planner planner, Images images) {
    this.planner = planner;
    this.images = images;
  }

  Plan plan(Order order, Situation situation) {
    return planner.plan(order, situation, image(order, situation));
  }

  /** Asked once: what the release recorded counts when the command is delivered again. */
  private Resolution image(Order order, Situation situation) {
    if (!(order.command() instanceof Deploy deploy)
        || situation.releases().madeBy(order.id()).isPresent()) {
      return new Resolution.Nothing();
    }
    return ImageName.parse(deploy.spec().image())
        .map(images::resolve)
        .orElseGet(Resolution.Nothing::new);
  }
}
