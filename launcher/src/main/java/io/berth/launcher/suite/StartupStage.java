/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

/** Processes of one stage start together; a stage stops only after all later ones. */
public enum StartupStage {
  /** Every other process depends on it. */
  BROKER,
  /** Backing services that can be unavailable for a while. */
  BACKING,
  SERVICE,
  /** The entrance for people: starts last, stops first. */
  GATEWAY
}
