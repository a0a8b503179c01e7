/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

/** Which of an application's pods the Service selects: the value of the slot label. */
enum ServiceSlot {
  /** The application's own pods, and those of a canary. */
  LIVE,
  /** The pods of a preview. */
  PREVIEW;

  static ServiceSlot of(Track track) {
    return switch (track) {
      case CANARY -> LIVE;
      case PREVIEW -> PREVIEW;
    };
  }

  /** The label's value. */
  String label() {
    return AppManifests.lowerCase(this);
  }
}
