/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

/** What a Deployment beside the application's own is for. */
public enum Track {
  /** It takes a share of the requests. */
  CANARY,
  /** It takes none until the Service is switched over. */
  PREVIEW;

  /** The label's value. */
  public String word() {
    return Manifests.word(this);
  }

  /** The Deployment's name. */
  public String of(String app) {
    return app + "-" + word();
  }
}
