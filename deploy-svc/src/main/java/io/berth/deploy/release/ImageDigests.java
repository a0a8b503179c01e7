/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The digests of the images of a release.
 *
 * @param byImage {@code sha256:…} by the image's name in the specification; without those that were
 *     not resolved
 */
public record ImageDigests(Map<String, String> byImage) {

  private static final ImageDigests NONE = new ImageDigests(Map.of());

  public ImageDigests {
    byImage = Map.copyOf(byImage);
  }

  public static ImageDigests none() {
    return NONE;
  }

  public @Nullable String of(String image) {
    return byImage.get(image);
  }

  /** The image as the kubelet gets it: by digest where that is known. */
  public String pin(String image) {
    String digest = byImage.get(image);
    return digest == null || image.contains("@") ? image : image + "@" + digest;
  }

  /** Whether no image has another digest there; where a digest is not known, the name counts. */
  boolean agreeWith(ImageDigests others) {
    return byImage.entrySet().stream()
        .allMatch(
            it -> others.byImage.getOrDefault(it.getKey(), it.getValue()).equals(it.getValue()));
  }
}
