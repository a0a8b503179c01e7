/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A fake kubelet or API server on a free port, with configured responses. */
final class FakeKubelet implements AutoCloseable {

  static final String METRICS =
      """
      # TYPE container_cpu_usage_seconds_total counter
      container_cpu_usage_seconds_total{container="cart",namespace="shop",pod="cart-1"} 12.5
      container_memory_working_set_bytes{container="cart",namespace="shop",pod="cart-1"} 1048576
      scrape_error 0
      """;

  /** The response at a path. */
  record Response(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Response> responses = new ConcurrentHashMap<>();
  private final List<String> requestedPaths = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  /**
   * @param tls null for plain HTTP
   */
  FakeKubelet(String host, @Nullable SSLContext tls) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 0);
      if (tls == null) {
        server = HttpServer.create(address, 0);
      } else {
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        server = https;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    responses.put("/metrics/resource", new Response(200, METRICS));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requestedPaths.add(path);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Response answer = responses.getOrDefault(path, new Response(404, "404 page not found"));
    if (answer.status() / 100 == 3) {
      exchange.getResponseHeaders().set("Location", answer.body());
    }
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  FakeKubelet answering(String path, int status, String body) {
    responses.put(path, new Response(status, body));
    return this;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The requested paths, in order. */
  List<String> requestedPaths() {
    return requestedPaths;
  }

  List<String> authorizations() {
    return authorizations;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
