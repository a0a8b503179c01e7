/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolver;
import io.berth.deploy.release.ImageResolver.ImageResolution;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** For installations whose registries this service cannot reach; each operation notes it. */
public final class UnpinnedImageResolver implements ImageResolver {

  @Override
  public Map<ImageReference, ImageResolution> resolve(Set<ImageReference> images) {
    return images.stream()
        .collect(Collectors.toMap(Function.identity(), UnpinnedImageResolver::resolve));
  }

  private static ImageResolution resolve(ImageReference image) {
    return image.digest() != null
        ? new ImageResolution.Digest(image.digest())
        : new ImageResolution.Unpinned(
            image.name()
                + " is not pinned to a digest: no registry is asked here"
                + " (BERTH_REGISTRY_PIN=never). Each node runs what the tag means when it pulls.");
  }
}
