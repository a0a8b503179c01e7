/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import io.berth.events.operation.Violation;

/** What a registry says that an image's name means. */
public sealed interface Resolution {

  /**
   * The image is there, and this is it.
   *
   * @param digest {@code sha256:…}
   */
  record Digest(String digest) implements Resolution {}

  /** There was nothing to ask: the command brings no image, or no name that could be one. */
  record Nothing() implements Resolution {}

  /**
   * No registry is asked in this installation.
   *
   * @param note says so to the requester
   */
  record NotAsked(String note) implements Resolution {}

  /**
   * It is not known which image that is.
   *
   * @param why and what to do
   */
  record Unknown(Violation why) implements Resolution {}
}
