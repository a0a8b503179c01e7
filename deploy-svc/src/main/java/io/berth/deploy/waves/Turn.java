/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

/** Whether it is a cluster's turn. */
public sealed interface Turn {

  /** It is. */
  record Go() implements Turn {}

  /**
   * Not yet.
   *
   * @param forWhat what has to happen first, in words
   */
  record Wait(String forWhat) implements Turn {}

  /**
   * It will never be.
   *
   * @param wave the wave that stopped it, as people count
   * @param cluster where
   * @param reason what happened there
   */
  record Stop(int wave, String cluster, String reason) implements Turn {}

  /**
   * A wave before went on with a newer command.
   *
   * @param by that command
   */
  record Overtaken(String by) implements Turn {}

  /**
   * The deadline passed first.
   *
   * @param waitedFor what it waited for to the end
   */
  record Late(String waitedFor) implements Turn {}
}
