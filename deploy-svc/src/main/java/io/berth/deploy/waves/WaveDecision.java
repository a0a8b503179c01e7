/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

/** Whether a cluster's wave may start. */
public sealed interface WaveDecision {

  /** It may start. */
  record Proceed() implements WaveDecision {}

  /**
   * Not yet.
   *
   * @param reason what has to happen first
   */
  record Wait(String reason) implements WaveDecision {}

  /** It will not start. */
  sealed interface Ended extends WaveDecision {}

  /**
   * An earlier wave failed.
   *
   * @param wave the wave that failed, counted from 1
   * @param cluster where
   * @param reason what happened there
   */
  record EarlierWaveFailed(int wave, String cluster, String reason) implements Ended {}

  /**
   * An earlier wave continued with a newer command.
   *
   * @param by that command
   */
  record Superseded(String by) implements Ended {}

  /**
   * The deadline passed first.
   *
   * @param waitedFor what it waited for
   */
  record Expired(String waitedFor) implements Ended {}
}
