/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A webhook receiver that appends each notification to a file. */
final class NotificationFileWriter implements AutoCloseable {

  private static final int MAX_BYTES = 1 << 20;

  private final HttpServer server;
  private final Path file;

  private NotificationFileWriter(HttpServer server, Path file) {
    this.server = server;
    this.file = file;
  }

  static NotificationFileWriter start(int port, Path file) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    var sink = new NotificationFileWriter(server, file);
    server.createContext("/", sink::receive);
    server.start();
    return sink;
  }

  private synchronized void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES);
      String line = new String(body, StandardCharsets.UTF_8).replaceAll("\\R", " ") + "\n";
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
