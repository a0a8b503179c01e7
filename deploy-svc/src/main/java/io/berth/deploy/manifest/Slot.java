/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

/** Which of an application's pods the Service leads to: the label that its selector asks for. */
enum Slot {
  /** The application's own, and a canary's beside them. */
  LIVE,
  /** Those of a release that is looked at first. */
  PREVIEW;

  static Slot of(Track track) {
    return switch (track) {
      case CANARY -> LIVE;
      case PREVIEW -> PREVIEW;
    };
  }

  /** The label's value. */
  String word() {
    return Manifests.word(this);
  }
}
