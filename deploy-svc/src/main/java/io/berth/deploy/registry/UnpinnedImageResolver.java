/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.release.ImageResolver.ImageResolution;

/** For installations whose registries this service cannot reach; each operation notes it. */
public final class UnpinnedImageResolver implements ImageResolver {

  @Override
  public ImageResolution resolve(ImageReference image) {
    return image.digest() != null
        ? new ImageResolution.Digest(image.digest())
        : new ImageResolution.Unpinned(
            "The image is not pinned to a digest: no registry is asked here"
                + " (BERTH_REGISTRY_PIN=never). Each node runs what the tag means when it pulls.");
  }
}
