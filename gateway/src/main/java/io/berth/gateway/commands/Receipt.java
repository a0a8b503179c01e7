/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import io.berth.events.InvalidField;
import java.util.List;

/** What the desk says to somebody who hands in a command. */
public sealed interface Receipt {

  /**
   * Kafka has it; its verdicts will follow.
   *
   * @param commandId its id
   * @param again whether it was handed in before; then nothing was done now
   */
  record Taken(String commandId, boolean again) implements Receipt {}

  /**
   * Something in it is wrong; nothing was done.
   *
   * @param faults every fault found
   */
  record Faulty(List<InvalidField> faults) implements Receipt {}

  /**
   * Another command has this id; nothing was done.
   *
   * @param commandId the id
   */
  record IdTaken(String commandId) implements Receipt {}

  /**
   * Kafka did not confirm it in time. It may have arrived all the same; handing it in again with
   * the same id is safe.
   *
   * @param commandId its id
   * @param why what Kafka's client says
   */
  record Unconfirmed(String commandId, String why) implements Receipt {}
}
