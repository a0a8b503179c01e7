/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway as it runs, on a port of its own, and a client for it. */
final class TestGateway implements AutoCloseable {

  static final String TOKEN = "a-token-for-tests-only";

  private final ConfigurableApplicationContext context;
  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private TestGateway(ConfigurableApplicationContext context) {
    this.context = context;
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    this.address = URI.create("http://localhost:" + port);
  }

  static TestGateway start(String kafka, String prefix, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--berth.kafka=" + kafka,
                "--berth.topic.prefix=" + prefix,
                "--berth.topic.partitions=2",
                "--berth.api-token=" + TOKEN,
                "--berth.clusters=dc-a,dc-b"));
    arguments.addAll(List.of(more));
    return new TestGateway(
        SpringApplication.run(GatewayApplication.class, arguments.toArray(String[]::new)));
  }

  int port() {
    return address.getPort();
  }

  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path));
  }

  HttpRequest.Builder program(String path) {
    return request(path).header("Authorization", "Bearer " + TOKEN);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(request.build(), handler);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json(send(program(path)));
  }

  HttpResponse<String> post(String path, String yaml, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        program(path)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(yaml));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HttpResponse<String> put(String path, String yaml, String version)
      throws IOException, InterruptedException {
    return send(
        program(path)
            .header("Content-Type", "application/yaml")
            .header("If-Match", version)
            .PUT(BodyPublishers.ofString(yaml)));
  }

  /** Until Kafka is reached and the view has caught up. */
  void awaitHealthy() {
    await().until(() -> send(request("/actuator/health")).statusCode() == 200);
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  @Override
  public void close() {
    context.close();
  }
}
