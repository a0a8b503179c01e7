/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Acknowledges every bulk request at once, so that only the client's cost is measured. */
final class ElasticsearchStub implements AutoCloseable {

  private static final byte[] STORED =
      "{\"errors\":false,\"items\":[{\"create\":{\"_index\":\"sink\",\"status\":201}}]}"
          .getBytes(UTF_8);
  private static final byte[] INDICES =
      "{\"sink\":{\"settings\":{\"index\":{\"creation_date\":\"1\"}}}}".getBytes(UTF_8);

  private static final byte[] DONE = "{\"acknowledged\":true}".getBytes(UTF_8);

  private final AtomicLong lines = new AtomicLong();
  private final HttpServer server;

  ElasticsearchStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Documents since the last call of {@link #clear}. */
  long documents() {
    return lines.get() / 2;
  }

  void clear() {
    lines.set(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean logs = exchange.getRequestURI().getPath().startsWith("/logs-");
    lines.addAndGet(count(exchange.getRequestBody(), logs));
    byte[] body = body(exchange.getRequestURI().getPath());
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    // The client looks for it.
    exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] body(String path) {
    if (path.endsWith("_bulk")) {
      return STORED;
    }
    return path.startsWith("/_index_template/") ? DONE : INDICES;
  }

  private static long count(InputStream in, boolean wanted) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long found = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; wanted && i < n; i++) {
        found += buffer[i] == '\n' ? 1 : 0;
      }
    }
    return found;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
