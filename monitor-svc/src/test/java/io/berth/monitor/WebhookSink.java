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

/** A webhook that keeps what it is told, and may refuse for a while. */
final class WebhookSink implements AutoCloseable {

  /** One call that was answered with 200. */
  record Told(String id, String signature, JsonNode body) {
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
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger unwilling = new AtomicInteger();

  WebhookSink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean refuses = unwilling.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
          if (!refuses) {
            var headers = exchange.getRequestHeaders();
            told.add(
                new Told(
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
  void refuse(int calls) {
    unwilling.set(calls);
  }

  /** What was told of the crash loop of an application. */
  List<Told> told(String app) {
    return told.stream()
        .filter(t -> t.label("alertname").equals("PodCrashLooping"))
        .filter(t -> t.label("ownerName").equals(app))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
