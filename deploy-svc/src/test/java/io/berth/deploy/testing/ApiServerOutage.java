/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A door before a server that can be shut in several ways: connections break, hang, or get an
 * answer that the server never gave.
 */
public final class ApiServerOutage implements AutoCloseable {

  private final URI target;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private volatile boolean shut;
  private volatile @Nullable String answer;
  private volatile CountDownLatch flowing = new CountDownLatch(0);

  public ApiServerOutage(URI target) {
    this.target = target;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Connections break, and new ones are closed. */
  public void begin() {
    shut = true;
    drop();
  }

  /** Every request gets this status, such as {@code 503 Service Unavailable}, and no more. */
  public void answering(String status, String... headers) {
    answer =
        "HTTP/1.1 "
            + status
            + "\r\nConnection: close\r\nContent-Length: 0\r\n"
            + String.join("", java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList())
            + "\r\n";
    begin();
  }

  /** Half open: everything seems well, and nothing goes through in either direction. */
  public void silence() {
    flowing = new CountDownLatch(1);
  }

  public void end() {
    shut = false;
    answer = null;
    if (flowing.getCount() > 0) {
      drop();
    }
    flowing.countDown();
  }

  /** Connections that got nothing through. */
  public int turnedAway() {
    return turnedAway.get();
  }

  private void drop() {
    open.forEach(ApiServerOutage::quietly);
    open.clear();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (shut) {
          turnedAway.incrementAndGet();
          Thread.ofVirtual().start(() -> turnAway(client));
        } else {
          join(client, new Socket(target.getHost(), target.getPort()));
        }
      } catch (IOException e) {
        if (door.isClosed()) {
          return;
        }
      }
    }
  }

  private void turnAway(Socket client) {
    String words = answer;
    try (client) {
      if (words != null && client.getInputStream().read(new byte[65_536]) > 0) {
        client.getOutputStream().write(words.getBytes(US_ASCII));
        client.getOutputStream().flush();
      }
    } catch (IOException e) {
      quietly(client);
    }
  }

  private void join(Socket client, Socket server) {
    open.add(client);
    open.add(server);
    Thread.ofVirtual().start(() -> pump(client, server));
    Thread.ofVirtual().start(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        flowing.await();
        to.getOutputStream().write(buffer, 0, read);
        to.getOutputStream().flush();
      }
    } catch (IOException e) {
      quietly(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    begin();
    flowing.countDown();
    door.close();
  }
}
