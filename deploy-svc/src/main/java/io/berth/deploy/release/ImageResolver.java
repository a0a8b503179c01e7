/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import io.berth.events.operation.Violation;
import java.util.Map;
import java.util.Set;

/** Resolves image names to digests. */
public interface ImageResolver {

  /**
   * What each of the names currently refers to. Bounded in time, however many they are; never
   * throws where a registry does not answer.
   */
  Map<ImageReference, ImageResolution> resolve(Set<ImageReference> images);

  /** The result of resolving an image. */
  sealed interface ImageResolution {

    /**
     * The image exists.
     *
     * @param digest {@code sha256:…}
     */
    record Digest(String digest) implements ImageResolution {}

    /**
     * No registry is asked in this installation.
     *
     * @param note for the requester
     */
    record Unpinned(String note) implements ImageResolution {}

    /**
     * The image could not be resolved.
     *
     * @param why and what to do, for the application's own image
     */
    record Unresolved(Violation why) implements ImageResolution {

      /** The same for the container whose image that field names. */
      public Violation in(String field) {
        return new Violation(
            why.rule(), why.version(), field, why.found(), why.wanted(), why.help());
      }
    }
  }
}
