/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.policies;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.gateway.commands.CommandPublisher.NotConfirmedException;

/** Publishes scaling policies and silences. */
public interface PolicyPublisher {

  /**
   * Publishes a change; returns when every in-sync replica has it.
   *
   * @throws NotConfirmedException if that was not confirmed in time
   */
  void publishChange(Envelope<? extends Event> envelope) throws NotConfirmedException;

  /**
   * Publishes the removal of a key; returns when every in-sync replica has it.
   *
   * @throws NotConfirmedException if that was not confirmed in time
   */
  void delete(Topic topic, String key) throws NotConfirmedException;
}
