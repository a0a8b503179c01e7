/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import io.berth.deploy.delivery.Images;
import io.berth.deploy.release.ImageName;
import io.berth.deploy.release.Resolution;

/** For an installation whose registries this service cannot reach; each operation says so. */
public final class NoRegistry implements Images {

  @Override
  public Resolution resolve(ImageName image) {
    return image.digest() != null
        ? new Resolution.Digest(image.digest())
        : new Resolution.NotAsked(
            "The image is not pinned to a digest: no registry is asked here"
                + " (BERTH_REGISTRY_PIN=never). Each node runs what the tag means when it pulls.");
  }
}
