/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.policies;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.gateway.board.Fact;
import io.berth.gateway.commands.CommandLog.NotConfirmed;

/** Where scaling policies and silences are written. */
public interface PolicyLog {

  /**
   * Writes it; returns when it is safe.
   *
   * @throws NotConfirmed when that was not confirmed in time
   */
  void write(Envelope<? extends Event> envelope) throws NotConfirmed;

  /**
   * Writes that a key is gone; returns when it is safe.
   *
   * @throws NotConfirmed when that was not confirmed in time
   */
  void erase(Fact gone) throws NotConfirmed;
}
