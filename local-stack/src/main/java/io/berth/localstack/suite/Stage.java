/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

/** Parts of one stage start together, and a stage ends only when all later ones have ended. */
enum Stage {
  /** Everybody talks to it. */
  BROKER,
  /** What services talk to and can do without for a while. */
  BACKING,
  SERVICE,
  /** The door for people: last to open, first to close. */
  DOOR
}
