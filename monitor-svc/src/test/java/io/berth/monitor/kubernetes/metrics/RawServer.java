/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Something on a port that is not as HTTPS wants it. */
final class RawServer implements AutoCloseable {

  /** Handles a connection. */
  @FunctionalInterface
  interface ConnectionHandler {
    void of(Socket connection) throws IOException;
  }

  private final ServerSocket server;
  private final CountDownLatch closed = new CountDownLatch(1);

  RawServer(ConnectionHandler handler) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(handler));
  }

  /** Accepts connections and never responds. */
  static RawServer silent() {
    CountDownLatch never = new CountDownLatch(1);
    return new RawServer(connection -> await(never));
  }

  /** A kubelet without an approved signing request: sends the TLS alert internal_error. */
  static RawServer withoutCertificate() {
    return new RawServer(
        connection -> {
          connection.getInputStream().read(new byte[64]);
          connection.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 80});
          connection.getOutputStream().flush();
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ConnectionHandler handler) {
    while (closed.getCount() > 0) {
      try {
        Socket connection = server.accept();
        Thread.ofVirtual().start(() -> handle(handler, connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private static void handle(ConnectionHandler handler, Socket connection) {
    try (connection) {
      handler.of(connection);
    } catch (IOException _) {
      // The client closed the connection.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
