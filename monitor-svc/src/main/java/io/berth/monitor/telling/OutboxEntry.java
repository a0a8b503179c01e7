/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.telling;

import io.berth.events.alert.AlertTransition;
import io.berth.monitor.alerting.Notice;
import io.berth.monitor.alerting.Notice.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell one receiver, or the note that it was told.
 *
 * @param id fingerprint/generation/kind/receiver; the receiver can drop a repeat by it
 * @param receiver who
 * @param kind firing or resolved
 * @param reason why now
 * @param transition the alert as it was then
 * @param state how far it is
 * @param tries how often it was tried
 * @param answeredAt when the receiver took or refused it
 * @param answer what it said
 */
public record OutboxEntry(
    String id,
    String receiver,
    Kind kind,
    String reason,
    AlertTransition transition,
    State state,
    int tries,
    @Nullable Instant answeredAt,
    @Nullable String answer) {

  /** How far it is. */
  public enum State {
    PENDING,
    DELIVERED,
    REFUSED
  }

  /** What is to be told to a receiver. */
  public static OutboxEntry pending(Notice notice, String receiver) {
    return new OutboxEntry(
        notice.idFor(receiver),
        receiver,
        notice.kind(),
        notice.reason(),
        notice.transition(),
        State.PENDING,
        0,
        null,
        null);
  }

  /** The same after an answer that ends it. */
  public OutboxEntry ended(State how, int afterTries, Instant at, String says) {
    return new OutboxEntry(id, receiver, kind, reason, transition, how, afterTries, at, says);
  }

  /** The entry that told the same receiver of the firing of the same generation. */
  public String firingId() {
    return new Notice(Kind.FIRING, reason, transition).idFor(receiver);
  }
}
