/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import io.berth.deploy.release.ImageName;
import io.berth.deploy.release.Resolution;

/** The registries that images come from. */
public interface Images {

  /**
   * Which image the name means now. Bounded in time; a registry that does not answer is an answer
   * too, and never an exception.
   */
  Resolution resolve(ImageName image);
}
