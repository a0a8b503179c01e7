/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.DriftLog;
import io.berth.deploy.drift.Drift;
import io.berth.deploy.planning.LiveApp;
import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Drifts on {@code berth.operations}, told and remembered. */
final class DriftTopic implements DriftLog {

  private final String cluster;
  private final String source;
  private final EventPublisher publisher;
  private final InstantSource clock;
  private final Map<AppRef, List<Drift>> open = new ConcurrentHashMap<>();

  DriftTopic(String cluster, String source, EventPublisher publisher, InstantSource clock) {
    this.cluster = cluster;
    this.source = source;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** What an earlier instance told. */
  void recall(Operation operation) {
    if (operation instanceof Drifted told) {
      note(
          told.ref().app(),
          new Drift(
              told.object(),
              told.field(),
              told.found(),
              told.wanted(),
              told.manager(),
              told.changedAt()),
          told.healed());
    }
  }

  @Override
  public List<Drift> open(AppRef app) {
    return open.getOrDefault(app, List.of());
  }

  @Override
  public void tell(LiveApp live, Drift drift, String shape, boolean ended) {
    Drifted event =
        new Drifted(
            ref(live),
            drift.object(),
            drift.field().isEmpty() ? "." : drift.field(),
            drift.found(),
            drift.wanted(),
            drift.manager(),
            drift.changedAt(),
            ended);
    try {
      publisher.publish(Envelope.of(id(event, shape), source, event.ref().at(), event)).join();
    } catch (CompletionException e) {
      throw new KafkaAway("Kafka does not take a drift: " + e.getCause(), e);
    }
    note(live.app(), drift, ended);
  }

  private OperationRef ref(LiveApp live) {
    var origin = live.origin();
    return new OperationRef(
        origin.commandId(),
        origin.verb(),
        live.app(),
        cluster,
        origin.requestedBy(),
        clock.instant());
  }

  /** The same change has the same id, whichever instance tells it. */
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

  private void note(AppRef app, Drift drift, boolean ended) {
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
