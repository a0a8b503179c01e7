/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.berth.launcher.kubernetes.TestAuthority.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers the questions of the check as an API server does, and remembers them. */
final class ApiServerStub implements AutoCloseable {

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** Of a path, the status code that it is answered with instead; 0 for none. */
  private volatile int failure;

  private volatile String failing = "";
  private volatile String failureBody = "";
  private volatile String uid = "uid-1";
  private volatile BiPredicate<String, String> allowed = (_, _) -> true;

  private ApiServerStub(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static ApiServerStub http() throws IOException {
    return new ApiServerStub(HttpServer.create(address(), 0), "http");
  }

  static ApiServerStub https(Issued certificate) throws Exception {
    var server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    return new ApiServerStub(server, "https");
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Answers paths that begin so with an error. */
  ApiServerStub failing(String path, int code, String body) {
    failing = path;
    failure = code;
    failureBody = body;
    return this;
  }

  /** Allows only what passes: the verb, and the resource as {@code deployments.apps}. */
  ApiServerStub allowing(BiPredicate<String, String> test) {
    allowed = test;
    return this;
  }

  /** Is that cluster. */
  ApiServerStub withUid(String value) {
    uid = value;
    return this;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return scheme + "://127.0.0.1:" + port();
  }

  /** Method and path of every request. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (failure != 0 && path.startsWith(failing)) {
      answer(exchange, failure, failureBody);
      return;
    }
    switch (path) {
      case "/version" -> answer(exchange, 200, "{\"major\":\"1\",\"gitVersion\":\"v1.33.1\"}");
      case "/api/v1/namespaces/kube-system" ->
          answer(
              exchange,
              200,
              """
              {"apiVersion":"v1","kind":"Namespace",
               "metadata":{"name":"kube-system","uid":"%s"}}
              """
                  .formatted(uid));
      case "/apis/authentication.k8s.io/v1/selfsubjectreviews" ->
          answer(
              exchange,
              201,
              """
              {"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview",
               "status":{"userInfo":{"username":"jane"}}}
              """);
      case "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" ->
          answer(exchange, 201, review(JsonMapper.shared().readTree(body)));
      default -> answer(exchange, 404, "{}");
    }
  }

  private String review(JsonNode question) {
    JsonNode asked = question.at("/spec/resourceAttributes");
    String group = asked.path("group").asString("");
    String subresource = asked.path("subresource").asString("");
    String resource =
        asked.path("resource").asString()
            + (subresource.isEmpty() ? "" : "/" + subresource)
            + (group.isEmpty() ? "" : "." + group);
    return """
        {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview",
         "spec":{},"status":{"allowed":%s}}
        """
        .formatted(allowed.test(asked.path("verb").asString(), resource));
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
