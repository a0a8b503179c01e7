/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.policies;

import io.berth.events.Envelope;
import io.berth.events.Topics;
import io.berth.events.alert.Silence;
import io.berth.events.audit.AuditEntry;
import io.berth.events.audit.AuditEntry.Outcome;
import io.berth.events.document.Document;
import io.berth.events.document.Node;
import io.berth.events.kafka.EventJson;
import io.berth.gateway.commands.Caller;
import io.berth.gateway.commands.CommandPublisher;
import io.berth.gateway.commands.CommandPublisher.NotConfirmedException;
import io.berth.gateway.view.MaterializedView;
import java.time.Clock;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and deletes silences. */
public final class SilenceService {

  private static final Logger LOG = LoggerFactory.getLogger(SilenceService.class);
  private static final String SOURCE = "/berth/gateway";

  private final PolicyPublisher publisher;
  private final CommandPublisher audit;
  private final MaterializedView view;
  private final Clock clock;

  /**
   * @param publisher publishes silences
   * @param audit publishes audit entries
   * @param view holds the silences
   * @param clock gives the start of a silence that states none
   */
  public SilenceService(
      PolicyPublisher publisher, CommandPublisher audit, MaterializedView view, Clock clock) {
    this.publisher = publisher;
    this.audit = audit;
    this.view = view;
    this.clock = clock;
  }

  /** Creates a silence. */
  public Silence create(Document body, Caller caller) throws NotConfirmedException {
    String id = UUID.randomUUID().toString();
    Silence silence = EventJson.readStrictly(withDefaults(body, id, caller), Silence.class);
    Envelope<Silence> envelope = Envelope.of(id, SOURCE, clock.instant(), silence);
    publisher.publishChange(envelope);
    view.apply(envelope, clock.instant());
    LOG.info(
        "Silence {} of alerts with {} created by {} until {}",
        id,
        new TreeMap<>(silence.matchers()),
        caller.principal(),
        silence.endsAt());
    audit(caller, "silence.begin", id);
    return silence;
  }

  private Document withDefaults(Document body, String id, Caller caller) {
    if (!(body.root() instanceof Node.Fields draft)) {
      return body; // rejected when it is read
    }
    Node.Fields fields = draft.with("id", id).with("author", caller.principal());
    boolean needsStart =
        fields.get("startsAt") == null || fields.get("startsAt") instanceof Node.Null;
    return body.with(needsStart ? fields.with("startsAt", clock.instant().toString()) : fields);
  }

  /** Deletes a silence; false if there is none. */
  public boolean delete(String id, Caller caller) throws NotConfirmedException {
    if (view.silence(id).isEmpty()) {
      return false;
    }
    publisher.delete(Topics.SILENCES, id);
    view.remove(Topics.SILENCES, id);
    LOG.info("Silence {} deleted by {}", id, caller.principal());
    audit(caller, "silence.end", id);
    return true;
  }

  private void audit(Caller caller, String action, String id) {
    audit.audit(
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
