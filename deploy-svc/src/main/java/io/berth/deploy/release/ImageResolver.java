/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import io.berth.events.operation.Violation;

/** Resolves image names to digests. */
public interface ImageResolver {

  /**
   * The digest that the name currently refers to. Bounded in time; never throws where a registry
   * does not answer.
   */
  ImageResolution resolve(ImageReference image);

  /** The result of resolving an image. */
  public sealed interface ImageResolution {

    /**
     * The image exists.
     *
     * @param digest {@code sha256:…}
     */
    record Digest(String digest) implements ImageResolution {}

    /** The command carries no image, or no valid reference. */
    record NoImage() implements ImageResolution {}

    /**
     * No registry is asked in this installation.
     *
     * @param note for the requester
     */
    record Unpinned(String note) implements ImageResolution {}

    /**
     * The image could not be resolved.
     *
     * @param why and what to do
     */
    record Unresolved(Violation why) implements ImageResolution {}
  }
}
