/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP client of the gateway. Errors are thrown with a message for the user. */
public final class GatewayClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(75);

  private final GatewayAddress address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public GatewayClient(GatewayAddress address) {
    this.address = address;
  }

  public JsonNode get(String path) {
    return send("GET", path, BodyPublishers.noBody(), Map.of());
  }

  public JsonNode send(String method, String path, JsonNode body, Map<String, String> headers) {
    return send(method, path, BodyPublishers.ofString(body.toString()), headers);
  }

  public JsonNode delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody(), Map.of());
  }

  private JsonNode send(
      String method, String path, BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).timeout(TIMEOUT).method(method, body);
    headers.forEach(request::header);
    HttpResponse<byte[]> answer = exchange(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 400) {
      throw GatewayErrors.of(answer.statusCode(), answer.body(), address);
    }
    return json(answer.body());
  }

  /** A stream of text, such as server-sent events or a pod's log; to be closed. */
  public InputStream stream(String path, String accept) {
    HttpResponse<InputStream> answer =
        exchange(request(path).setHeader("Accept", accept).build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() >= 400) {
      try (InputStream in = answer.body()) {
        throw GatewayErrors.of(answer.statusCode(), in.readAllBytes(), address);
      } catch (IOException e) {
        throw GatewayErrors.unreachable(address, e);
      }
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address.gateway() + path))
        .header("Authorization", "Bearer " + address.token())
        .header("Berth-Actor", actor())
        .header("Content-Type", "application/json")
        .header("Accept", "application/json");
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw GatewayErrors.unreachable(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.NOT_DONE, "Stopped.");
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "The answer is not JSON, so it is not from a Berth gateway. Check BERTH_GATEWAY.");
    }
  }

  /** The user that the history will name. */
  private static String actor() {
    String user = System.getProperty("user.name", "");
    return user.isBlank() ? "berth" : user;
  }

  /** A path with the parameters that have a value. */
  public static String path(String path, Map<String, ? extends @Nullable Object> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(entry -> entry.getValue() != null)
            .map(entry -> entry.getKey() + "=" + encode(Objects.toString(entry.getValue())))
            .sorted()
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  public static String below(String path, String... segments) {
    return Stream.of(segments)
        .map(GatewayClient::encode)
        .collect(Collectors.joining("/", path + "/", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
