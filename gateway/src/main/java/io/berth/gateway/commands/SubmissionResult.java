/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import io.berth.events.InvalidField;
import java.util.List;

/** The result of submitting a command. */
public sealed interface SubmissionResult {

  /**
   * Kafka has the command; its verdicts will follow.
   *
   * @param commandId its id
   * @param repeated whether it was submitted before; then nothing was published
   */
  record Submitted(String commandId, boolean repeated) implements SubmissionResult {}

  /**
   * The command is invalid; nothing was published.
   *
   * @param faults all faults
   */
  record InvalidSubmission(List<InvalidField> faults) implements SubmissionResult {}

  /**
   * Another command has this id; nothing was published.
   *
   * @param commandId the id
   */
  record IdempotencyKeyReused(String commandId) implements SubmissionResult {}

  /**
   * Kafka did not confirm the command in time. It may have been written nevertheless; submitting it
   * again with the same id is safe.
   *
   * @param commandId its id
   * @param reason what the Kafka client reports
   */
  record Unconfirmed(String commandId, String reason) implements SubmissionResult {}
}
