/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A client of a gateway's server-sent events; keeps every event in the order it came. */
final class EventStreamClient implements AutoCloseable {

  /** An event as it came over the wire. */
  record StreamedEvent(String id, String kind, String data) {}

  private final List<StreamedEvent> events = new CopyOnWriteArrayList<>();
  private final Stream<String> lines;
  private final Thread reader;

  private EventStreamClient(Stream<String> lines) {
    this.lines = lines;
    this.reader = Thread.ofVirtual().name("event-stream").start(this::read);
  }

  /** Connects, and returns once the gateway has sent its first event. */
  static EventStreamClient connect(TestGateway gateway) throws Exception {
    return connect(gateway, "");
  }

  /** Connects again after an event that was received before. */
  static EventStreamClient connect(TestGateway gateway, String lastEventId) throws Exception {
    var request = gateway.program("/api/v1/events");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    EventStreamClient client =
        new EventStreamClient(gateway.send(request, BodyHandlers.ofLines()).body());
    await().until(() -> !client.events.isEmpty());
    return client;
  }

  private void read() {
    String id = "";
    String kind = "";
    try {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          kind = line.substring(7);
        } else if (line.startsWith("data: ")) {
          events.add(new StreamedEvent(id, kind, line.substring(6)));
        }
      }
    } catch (java.io.UncheckedIOException _) {
      // The connection was closed; the stream has ended.
    }
  }

  List<StreamedEvent> events() {
    return List.copyOf(events);
  }

  /** The bodies of the events that are about a command. */
  List<String> about(String commandId) {
    return events.stream()
        .filter(event -> event.kind().equals("operation"))
        .map(StreamedEvent::data)
        .filter(data -> data.contains("\"" + commandId + "\""))
        .toList();
  }

  String lastEventId() {
    return events.getLast().id();
  }

  boolean hasEnded() {
    return !reader.isAlive();
  }

  @Override
  public void close() {
    lines.close();
  }
}
