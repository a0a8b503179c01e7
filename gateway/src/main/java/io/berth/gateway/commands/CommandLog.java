/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.commands;

import io.berth.events.Envelope;
import io.berth.events.audit.AuditEntry;
import io.berth.events.command.Command;

/** Where commands are written so that every cluster reads them. */
public interface CommandLog {

  /**
   * Writes it; returns when it is safe.
   *
   * @throws NotConfirmed when that was not confirmed in time
   */
  void append(Envelope<? extends Command> command) throws NotConfirmed;

  /** Writes it as soon as possible; a failure is logged and counted, and stops nobody. */
  void audit(AuditEntry entry);

  /** The log did not confirm a record in time; it may be there all the same. */
  final class NotConfirmed extends Exception {
    private static final long serialVersionUID = 1L;

    public NotConfirmed(String why, Throwable cause) {
      super(why, cause);
    }
  }
}
