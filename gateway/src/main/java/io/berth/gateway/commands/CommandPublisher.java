/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import io.berth.events.Envelope;
import io.berth.events.audit.AuditEntry;
import io.berth.events.command.Command;

/** Publishes commands to every cluster. */
public interface CommandPublisher {

  /**
   * Publishes a command; returns when every in-sync replica has it.
   *
   * @throws NotConfirmedException if that was not confirmed in time
   */
  void publish(Envelope<? extends Command> command) throws NotConfirmedException;

  /** Publishes an audit entry asynchronously; a failure is logged and counted. */
  void audit(AuditEntry entry);

  /** Kafka did not confirm a record in time; it may have been written nevertheless. */
  final class NotConfirmedException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotConfirmedException(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
