/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the images of a release are here.
 *
 * @param digests {@code sha256:…} by the image's name in the specification; without those that were
 *     not resolved
 * @param registryPrefix what stands before names without a registry; null for none
 */
public record ReleaseImages(Map<String, String> digests, @Nullable String registryPrefix) {

  private static final ReleaseImages NONE = new ReleaseImages(Map.of());

  public ReleaseImages {
    digests = Map.copyOf(digests);
  }

  public ReleaseImages(Map<String, String> digests) {
    this(digests, null);
  }

  public static ReleaseImages none() {
    return NONE;
  }

  public @Nullable String digest(String image) {
    return digests.get(image);
  }

  /** The image as the kubelet gets it: with its registry, and by digest where that is known. */
  public String pin(String image) {
    String digest = digests.get(image);
    String name =
        ImageReference.parse(image)
            .map(reference -> reference.withPrefix(registryPrefix).name())
            .orElse(image);
    return digest == null || name.contains("@") ? name : name + "@" + digest;
  }

  /** The same images, where the registry of this cluster is another one since. */
  public ReleaseImages from(@Nullable String currentPrefix) {
    return registryPrefix == null || currentPrefix == null
        ? this
        : new ReleaseImages(digests, currentPrefix);
  }

  /** Whether no image has another digest there; where a digest is not known, the name counts. */
  boolean agreeWith(ReleaseImages others) {
    return digests.entrySet().stream()
        .allMatch(
            it -> others.digests.getOrDefault(it.getKey(), it.getValue()).equals(it.getValue()));
  }
}
