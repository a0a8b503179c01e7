/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import com.sun.net.httpserver.HttpServer;
import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A webhook that stores received notifications, and can fail temporarily. */
final class FakeWebhook implements AutoCloseable {

  /** One call that was answered with 200. */
  record ReceivedNotification(String id, String signature, JsonNode body) {
    String status() {
      return body.path("status").asString();
    }

    JsonNode alert() {
      return body.path("alerts").path(0);
    }

    String label(String name) {
      return alert().path("labels").path(name).asString("");
    }

    String annotation(String name) {
      return alert().path("annotations").path(name).asString("");
    }
  }

  private final HttpServer server;
  private final List<ReceivedNotification> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger failuresLeft = new AtomicInteger();

  FakeWebhook() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean refuses = failuresLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
          if (!refuses) {
            var headers = exchange.getRequestHeaders();
            received.add(
                new ReceivedNotification(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-signature"),
                    EventJson.mapper().readTree(body)));
          }
          exchange.sendResponseHeaders(refuses ? 503 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** Answers the next calls with 503. */
  void failNext(int calls) {
    failuresLeft.set(calls);
  }

  /** The notifications about the crash loop of an application. */
  List<ReceivedNotification> received(String app) {
    return receivedOf("PodCrashLooping").stream()
        .filter(t -> t.label("ownerName").equals(app))
        .toList();
  }

  /** The notifications about an alert. */
  List<ReceivedNotification> receivedOf(String alert) {
    return received.stream().filter(t -> t.label("alertname").equals(alert)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
