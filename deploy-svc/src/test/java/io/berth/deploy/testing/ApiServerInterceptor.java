/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands before an API server and answers some of the requests itself; the others go through. */
public final class ApiServerInterceptor implements AutoCloseable {

  private final URI target;
  private final Stand stand;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Who answers. */
  public interface Stand {

    /**
     * Sees every request.
     *
     * @return whether it is answered
     */
    boolean answer(Request request, OutputStream out) throws IOException;
  }

  /**
   * @param line method, path and query, decoded
   * @param head as it came
   */
  public record Request(String line, String head) {

    @Nullable String header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse(null);
    }

    boolean isWebSocket() {
      return "websocket".equalsIgnoreCase(header("Upgrade"));
    }
  }

  public ApiServerInterceptor(String target, Stand stand) {
    this.target = URI.create(target);
    this.stand = stand;
    try {
      this.door = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        if (door.isClosed()) {
          return;
        }
      }
    }
  }

  /** A connection carries one request: so nobody has to know where an answer ends. */
  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      String line = URLDecoder.decode(head.lines().findFirst().orElse(""), StandardCharsets.UTF_8);
      Request request = new Request(line, head);
      if (!stand.answer(request, client.getOutputStream())) {
        pass(request, in, client);
      }
    } catch (IOException e) {
      // The service went away, or the server did.
    } finally {
      open.remove(client);
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    for (int read = in.read(); read >= 0; read = in.read()) {
      head.write(read);
      ends = read == '\n' ? ends + 1 : read == '\r' ? ends : 0;
      if (ends == 2) {
        return head.toString(US_ASCII);
      }
    }
    return "";
  }

  private void pass(Request request, InputStream in, Socket client) throws IOException {
    try (Socket server = new Socket(target.getHost(), target.getPort())) {
      open.add(server);
      String head = request.isWebSocket() ? request.head() : closing(request.head());
      server.getOutputStream().write(head.getBytes(US_ASCII));
      Thread.ofVirtual().start(() -> pump(in, server));
      server.getInputStream().transferTo(client.getOutputStream());
      open.remove(server);
    }
  }

  private static String closing(String head) {
    return head.lines()
        .filter(line -> !line.isEmpty())
        .filter(line -> !line.regionMatches(true, 0, "Connection:", 0, 11))
        .collect(joining("\r\n", "", "\r\nConnection: close\r\n\r\n"));
  }

  private static void pump(InputStream in, Socket to) {
    try {
      in.transferTo(to.getOutputStream());
      to.close();
    } catch (IOException e) {
      // The other direction notices, too.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
