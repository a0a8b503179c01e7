/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.CommandRef;
import io.berth.events.command.Command;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.Promote;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.time.Instant;
import java.util.List;

/**
 * A command as it was read.
 *
 * @param id the command's CloudEvents id
 * @param command what is asked for
 * @param issuedAt the event's time, or Kafka's timestamp where it has none
 * @param position where it was read
 */
public record ReceivedCommand(
    String id, Command command, Instant issuedAt, RecordPosition position) {

  /** When its verdict is due. */
  public Instant deadline() {
    return issuedAt.plus(command.meta().deadline());
  }

  public boolean isDryRun() {
    return command.meta().dryRun();
  }

  /** The rejection of a command that is not even planned. */
  public Rejected rejection(String cluster, Violation why) {
    return new Rejected(
        new OperationRef(
            id, command.verb(), command.subject(), cluster, command.meta().requestedBy(), issuedAt),
        List.of(why));
  }

  public CommandRef ref() {
    return new CommandRef(
        id,
        command.verb(),
        command.meta().requestedBy(),
        issuedAt,
        deadline(),
        position.toString());
  }

  /**
   * Whether the live state came from this command or a newer one. Offsets order commands within a
   * partition; across partitions (the topic was given more) only time does.
   */
  public boolean isAppliedIn(ObservedApp live) {
    if (command instanceof EnsureNamespace) {
      return false; // an application may have its namespace's name
    }
    if (live.lastCommand().commandId().equals(id) || isPromoteAppliedIn(live)) {
      return true;
    }
    return RecordPosition.parse(live.lastCommand().position())
        .filter(position::comparableTo)
        .map(applied -> applied.offset() >= position.offset())
        .orElseGet(() -> live.lastCommand().issuedAt().isAfter(issuedAt));
  }

  /** Whether it is the Promote that brought the roll-out to its current step. */
  public boolean isPromoteAppliedIn(ObservedApp live) {
    return command instanceof Promote
        && (live.lastCommand().position().equals(position.toString())
            || (live.stage() != null && id.equals(live.stage().promotedBy())));
  }

  /** By offset where both lie in one partition, else by time. */
  public boolean isNewerThan(ReceivedCommand other) {
    return position.comparableTo(other.position)
        ? position.offset() > other.position.offset()
        : issuedAt.isAfter(other.issuedAt);
  }
}
