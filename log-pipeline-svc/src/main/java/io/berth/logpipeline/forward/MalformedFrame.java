/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.forward;

/** What a client sent cannot be read, or is larger than allowed. Its message holds no content. */
final class MalformedFrame extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedFrame(String message) {
    super(message);
  }
}
