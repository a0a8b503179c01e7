/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.policies;

import io.berth.events.Envelope;
import io.berth.events.InvalidField;
import io.berth.events.Topics;
import io.berth.events.alert.Silence;
import io.berth.events.audit.AuditEntry;
import io.berth.events.audit.AuditEntry.Outcome;
import io.berth.events.kafka.EventJson;
import io.berth.gateway.board.Board;
import io.berth.gateway.board.Fact;
import io.berth.gateway.commands.Caller;
import io.berth.gateway.commands.CommandLog;
import io.berth.gateway.commands.CommandLog.NotConfirmed;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins and ends silences. */
public final class SilenceDesk {

  private static final String SOURCE = "/berth/gateway";

  private final PolicyLog silences;
  private final CommandLog log;
  private final Board board;
  private final Clock clock;

  /**
   * @param silences where they are written
   * @param log where the audit is written
   * @param board knows the silences there are
   * @param clock tells when a silence begins that does not say so
   */
  public SilenceDesk(PolicyLog silences, CommandLog log, Board board, Clock clock) {
    this.silences = silences;
    this.log = log;
    this.board = board;
    this.clock = clock;
  }

  /** Begins a silence. */
  public Silence begin(JsonNode body, Caller caller) throws NotConfirmed {
    if (!(body instanceof ObjectNode draft)) {
      throw new Refusal(
          Problem.faulty(
              List.of(new InvalidField("", "no object", "matchers, endsAt and comment"))));
    }
    ObjectNode fields = draft.deepCopy();
    String id = UUID.randomUUID().toString();
    fields.put("id", id).put("author", caller.principal());
    if (!fields.hasNonNull("startsAt")) {
      fields.put("startsAt", clock.instant().toString());
    }
    Silence silence =
        EventJson.readStrictly(EventJson.mapper().writeValueAsBytes(fields), Silence.class);
    Envelope<Silence> envelope = Envelope.of(id, SOURCE, clock.instant(), silence);
    silences.write(envelope);
    board.on(Fact.of(envelope), clock.instant());
    audit(caller, "silence.begin", id);
    return silence;
  }

  /** Ends a silence; whether there was one. */
  public boolean end(String id, Caller caller) throws NotConfirmed {
    if (board.silence(id).isEmpty()) {
      return false;
    }
    Fact gone = Fact.gone(Topics.SILENCES, id);
    silences.erase(gone);
    board.on(gone, clock.instant());
    audit(caller, "silence.end", id);
    return true;
  }

  private void audit(Caller caller, String action, String id) {
    log.audit(
        new AuditEntry(
            caller.principal(),
            caller.door(),
            action,
            id,
            Outcome.ALLOWED,
            null,
            null,
            clock.instant()));
  }
}
