/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry with one image, and as many bad days as a test wants. */
final class FakeRegistry implements AutoCloseable {

  private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(UTF_8);
  static final String DIGEST =
      "sha256:bafebd36189ad3688b7b3915ea55d461e0bfcfbdde11e54b0a123999fb6be50f";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Queue<Integer> first = new ArrayDeque<>();
  private volatile int status = 200;
  private volatile boolean tellsDigest = true;
  private volatile boolean silent;
  private volatile CountDownLatch requests = new CountDownLatch(0);
  private volatile boolean redirects;
  private volatile String basic = "";
  private volatile String token = "";

  FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v2/", this::manifest);
    server.createContext("/token", this::token);
    server.createContext("/elsewhere", this::elsewhere);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<String> asked() {
    return asked;
  }

  void answers(int code) {
    status = code;
  }

  void answersFirst(int code) {
    first.add(code);
  }

  void tellsNoDigest() {
    tellsDigest = false;
  }

  void isSilent() {
    silent = true;
  }

  /** Answers nobody before so many requests have come. */
  void waitsFor(int count) {
    requests = new CountDownLatch(count);
  }

  void redirects() {
    redirects = true;
  }

  void wantsBasic(String userAndPassword) {
    basic = encoded(userAndPassword);
  }

  void wantsAToken(String userAndPassword) {
    token = encoded(userAndPassword);
  }

  private void manifest(HttpExchange exchange) throws IOException {
    note(exchange);
    requests.countDown();
    waitFor(requests);
    if (silent) {
      waitFor(end);
    }
    String shown = shown(exchange);
    if (!basic.isEmpty() && !shown.equals(basic)) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"registry\"");
      answer(exchange, 401);
    } else if (!token.isEmpty() && !shown.equals("Bearer of-the-realm")) {
      exchange
          .getResponseHeaders()
          .add(
              "WWW-Authenticate",
              "Bearer realm=\""
                  + url()
                  + "/token\",service=\"registry.example\",scope=\"repository:shop/cart:pull\"");
      answer(exchange, 401);
    } else if (redirects) {
      exchange.getResponseHeaders().add("Location", "/elsewhere");
      answer(exchange, 307);
    } else {
      Integer once = first.poll();
      answer(exchange, once == null ? status : once);
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    note(exchange);
    byte[] body = "{\"token\":\"of-the-realm\"}".getBytes(UTF_8);
    boolean known = shown(exchange).equals(token);
    exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
    if (known) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void elsewhere(HttpExchange exchange) throws IOException {
    note(exchange);
    answer(exchange, shown(exchange).isEmpty() ? 200 : 400);
  }

  private void note(HttpExchange exchange) {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
  }

  private static String shown(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header == null ? "" : header;
  }

  private void answer(HttpExchange exchange, int code) throws IOException {
    if (code == 200 && tellsDigest) {
      exchange.getResponseHeaders().add("Docker-Content-Digest", DIGEST);
    }
    boolean body = code == 200 && exchange.getRequestMethod().equals("GET");
    exchange.sendResponseHeaders(code, body ? MANIFEST.length : -1);
    if (body) {
      exchange.getResponseBody().write(MANIFEST);
    }
    exchange.close();
  }

  private static void waitFor(CountDownLatch event) {
    try {
      event.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String encoded(String userAndPassword) {
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
