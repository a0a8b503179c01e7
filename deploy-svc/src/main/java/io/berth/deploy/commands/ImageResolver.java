/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import io.berth.deploy.release.ImageReference;
import io.berth.deploy.release.ImageResolution;

/** Resolves image names to digests. */
public interface ImageResolver {

  /**
   * The digest that the name currently refers to. Bounded in time; never throws where a registry
   * does not answer.
   */
  ImageResolution resolve(ImageReference image);
}
