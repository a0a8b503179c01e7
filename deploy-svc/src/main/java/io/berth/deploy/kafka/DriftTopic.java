/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.drift.Drift;
import io.berth.deploy.drift.DriftLog;
import io.berth.deploy.planning.ObservedApp;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.redaction.event.EventRedactor;
import io.berth.stream.EventTemplate;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes drifts to {@code berth.operations} and remembers them. */
final class DriftTopic implements DriftLog {

  private final String cluster;
  private final String source;
  private final EventTemplate events;
  private final InstantSource clock;
  private final Map<AppRef, List<Drift>> open = new ConcurrentHashMap<>();

  DriftTopic(String cluster, String source, EventTemplate events, InstantSource clock) {
    this.cluster = cluster;
    this.source = source;
    this.events = events;
    this.clock = clock;
  }

  /** Replays what an earlier instance published. */
  void replay(Operation operation) {
    if (operation instanceof Drifted drifted) {
      update(
          drifted.ref().app(),
          new Drift(
              drifted.object(),
              drifted.field(),
              drifted.found(),
              drifted.wanted(),
              drifted.manager(),
              drifted.changedAt()),
          drifted.healed());
    }
  }

  @Override
  public List<Drift> open(AppRef app) {
    return open.getOrDefault(app, List.of());
  }

  @Override
  public void publish(ObservedApp live, Drift drift, String shape, boolean ended) {
    Drifted event =
        EventRedactor.redact(
            new Drifted(
                ref(live),
                drift.object(),
                drift.field().isEmpty() ? "." : drift.field(),
                drift.found(),
                drift.wanted(),
                drift.manager(),
                drift.changedAt(),
                ended));
    try {
      events.send(Envelope.of(id(event, shape), source, event.ref().at(), event)).join();
    } catch (CompletionException e) {
      throw new KafkaUnavailableException("Kafka does not take a drift: " + e.getCause(), e);
    }
    update(live.app(), drift, ended);
  }

  private OperationRef ref(ObservedApp live) {
    var command = live.lastCommand();
    return new OperationRef(
        command.commandId(),
        command.verb(),
        live.app(),
        cluster,
        command.requestedBy(),
        clock.instant());
  }

  /** The same change has the same id, whichever instance publishes it. */
  private static String id(Drifted event, String shape) {
    String what =
        String.join(
            "|",
            event.ref().cluster(),
            event.ref().app().toString(),
            event.object(),
            event.field(),
            shape,
            Boolean.toString(event.healed()));
    return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void update(AppRef app, Drift drift, boolean ended) {
    Drift known = drift.field().equals(".") ? whole(drift) : drift;
    open.compute(
        app,
        (_, before) -> {
          List<Drift> after = new ArrayList<>(before == null ? List.of() : before);
          after.removeIf(known::sameField);
          if (!ended) {
            after.add(known);
          }
          return after.isEmpty() ? null : List.copyOf(after);
        });
  }

  private static Drift whole(Drift drift) {
    return new Drift(
        drift.object(), "", drift.found(), drift.wanted(), drift.manager(), drift.changedAt());
  }

  @Override
  public void forget(AppRef app) {
    open.remove(app);
  }
}
