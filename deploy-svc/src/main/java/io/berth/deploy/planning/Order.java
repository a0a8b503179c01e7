/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import io.berth.deploy.manifest.Origin;
import io.berth.events.command.Command;
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
 * @param issuedAt when it was given: the event's time, or Kafka's where it has none
 * @param position where it was read
 */
public record Order(String id, Command command, Instant issuedAt, Position position) {

  /** When its verdict is due. */
  public Instant deadline() {
    return issuedAt.plus(command.meta().deadline());
  }

  /** The answer to one that is not even looked at. */
  public Rejected rejected(String cluster, Violation why) {
    return new Rejected(
        new OperationRef(
            id, command.verb(), command.subject(), cluster, command.meta().requestedBy(), issuedAt),
        List.of(why));
  }

  public Origin origin() {
    return new Origin(
        id,
        command.verb(),
        command.meta().requestedBy(),
        issuedAt,
        deadline(),
        position.toString());
  }

  /**
   * Whether what is live came from this command or a later one. Offsets tell within a partition;
   * across partitions (the topic was given more) only the time does.
   */
  public boolean alreadyIn(LiveApp live) {
    if (live.origin().commandId().equals(id)) {
      return true;
    }
    return Position.parse(live.origin().position())
        .filter(position::comparableTo)
        .map(applied -> applied.offset() >= position.offset())
        .orElseGet(() -> live.origin().issuedAt().isAfter(issuedAt));
  }

  /** By the log where both lie in one partition, else by time. */
  public boolean isNewerThan(Order other) {
    return position.comparableTo(other.position)
        ? position.offset() > other.position.offset()
        : issuedAt.isAfter(other.issuedAt);
  }
}
