/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service behind the gateway whose event streams stay silent after their first comment, so that
 * only a closed connection ends them. Other requests get an empty object.
 */
final class SilentUpstream implements AutoCloseable {

  private final ServerSocket server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger streams = new AtomicInteger();

  SilentUpstream() {
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://localhost:" + server.getLocalPort();
  }

  /** Method and path of every request. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** The number of open streams. */
  int streams() {
    return streams.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection;
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        while (!in.readLine().isEmpty()) {
          // The headers are not needed.
        }
        answer(line.substring(0, line.lastIndexOf(' ')), connection, in);
      }
    } catch (IOException _) {
      // The client has disconnected.
    }
  }

  private void answer(String request, Socket connection, BufferedReader in) throws IOException {
    requests.add(request);
    boolean isHead = request.startsWith("HEAD ");
    if (!request.contains("/tail")) {
      String body = isHead ? "" : "{}";
      write(connection, "application/json\r\nContent-Length: 2\r\n\r\n" + body);
      return;
    }
    String head = "text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    write(connection, isHead ? head : head + "d\r\n: following\n\n\r\n");
    if (!isHead) {
      streams.incrementAndGet();
      try {
        in.read();
      } finally {
        streams.decrementAndGet();
      }
    }
  }

  private static void write(Socket connection, String typeAndBody) throws IOException {
    connection
        .getOutputStream()
        .write(("HTTP/1.1 200 OK\r\nContent-Type: " + typeAndBody).getBytes(US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
