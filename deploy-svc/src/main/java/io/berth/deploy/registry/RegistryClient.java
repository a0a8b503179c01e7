/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import io.berth.deploy.registry.RegistryException.RegistryFailure;
import io.berth.deploy.release.ImageReference;
import io.berth.events.kafka.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A client of the OCI distribution API, as far as needed to resolve a manifest's digest:
 * authenticates on demand and follows redirects without credentials.
 */
final class RegistryClient {

  static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  private static final int MAX_REDIRECTS = 3;
  private static final long MAX_BODY = 4L << 20;

  private final RegistryEndpoints endpoints;
  private final HttpClient http;
  private final RegistryCredentials credentials;
  private final Duration timeout;

  RegistryClient(RegistryEndpoints endpoints, RegistryCredentials credentials, Duration timeout) {
    this.endpoints = endpoints;
    this.credentials = credentials;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** The response to a request for the image's manifest; its status is 200. */
  HttpResponse<byte[]> ask(String method, ImageReference image) throws RegistryException {
    String registry = image.registry();
    String path = image.path();
    URI manifest =
        URI.create(endpoints.of(registry) + "/v2/" + path + "/manifests/" + image.reference());
    HttpResponse<byte[]> answer = send(method, manifest, null);
    if (answer.statusCode() == 401) {
      answer = send(method, manifest, authorization(registry, path, answer));
    }
    return accepted(answer, registry);
  }

  private static HttpResponse<byte[]> accepted(HttpResponse<byte[]> answer, String registry)
      throws RegistryException {
    return switch (answer.statusCode()) {
      case 200 -> answer;
      case 401, 403 ->
          throw new RegistryException(
              RegistryFailure.DENIED,
              registry + " answers " + answer.statusCode() + " to these credentials");
      case 404 -> throw new RegistryException(RegistryFailure.NOT_FOUND, registry + " answers 404");
      default ->
          throw new RegistryException(
              RegistryFailure.UNREACHABLE, registry + " answers " + answer.statusCode());
    };
  }

  private @Nullable String authorization(String registry, String path, HttpResponse<byte[]> refusal)
      throws RegistryException {
    Optional<AuthChallenge> challenge =
        refusal.headers().allValues("WWW-Authenticate").stream()
            .map(AuthChallenge::parse)
            .flatMap(Optional::stream)
            .filter(offered -> List.of("bearer", "basic").contains(offered.scheme()))
            .findFirst();
    if (challenge.isEmpty()) {
      throw new RegistryException(
          RegistryFailure.DENIED, registry + " answers 401 and names no way in");
    }
    return challenge.get().scheme().equals("basic")
        ? credentials.basic(registry).orElse(null)
        : "Bearer " + token(registry, path, challenge.get());
  }

  private String token(String registry, String path, AuthChallenge challenge)
      throws RegistryException {
    URI address = tokenAddress(registry, path, challenge);
    HttpResponse<byte[]> answer = send("GET", address, credentials.basic(registry).orElse(null));
    accepted(answer, "the token service " + address.getHost() + " of " + registry);
    try {
      JsonNode json = EventJson.mapper().readTree(answer.body());
      JsonNode token = json.has("token") ? json.get("token") : json.path("access_token");
      if (token.isString()) {
        return token.asString();
      }
    } catch (JacksonException e) {
      // Reported below: a response without a token.
    }
    throw new RegistryException(
        RegistryFailure.UNREACHABLE,
        "the token service " + address.getHost() + " answers without a token");
  }

  private static URI tokenAddress(String registry, String path, AuthChallenge challenge)
      throws RegistryException {
    try {
      return challenge.tokenAddress(path);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          RegistryFailure.UNREACHABLE, registry + " answers 401, and " + e.getMessage());
    }
  }

  private HttpResponse<byte[]> send(String method, URI address, @Nullable String authorization)
      throws RegistryException {
    HttpResponse<byte[]> answer = sendOnce(method, address, authorization);
    URI at = address;
    for (int hops = 0; hops < MAX_REDIRECTS && isRedirect(answer); hops++) {
      at = at.resolve(answer.headers().firstValue("Location").orElse(""));
      answer = sendOnce(method, at, null);
    }
    return answer;
  }

  private static boolean isRedirect(HttpResponse<byte[]> answer) {
    return List.of(301, 302, 303, 307, 308).contains(answer.statusCode())
        && answer.headers().firstValue("Location").isPresent();
  }

  private HttpResponse<byte[]> sendOnce(String method, URI address, @Nullable String authorization)
      throws RegistryException {
    String where = address.getAuthority();
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address)
              .timeout(timeout)
              .header("Accept", MANIFESTS + ", application/json")
              .header("User-Agent", "berth-deploy")
              .method(method, HttpRequest.BodyPublishers.noBody());
      if (authorization != null) {
        request.header("Authorization", authorization);
      }
      return readBody(request.build());
    } catch (HttpTimeoutException | TimeoutException e) {
      throw new RegistryException(
          RegistryFailure.UNREACHABLE,
          where + " does not answer within " + timeout.toMillis() + " ms");
    } catch (IOException | IllegalArgumentException e) {
      throw new RegistryException(
          RegistryFailure.UNREACHABLE, where + " cannot be reached: " + describe(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(
          RegistryFailure.UNREACHABLE, "stopped while " + where + " was asked");
    }
  }

  /** The request's own timeout ends with the headers; a slow body is bounded here. */
  private HttpResponse<byte[]> readBody(HttpRequest request)
      throws IOException, InterruptedException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
    try {
      return answer.get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static String describe(Exception e) {
    String message = e.getMessage();
    if (message != null && !message.isBlank()) {
      return message;
    }
    return e.getCause() instanceof UnresolvedAddressException
        ? "no such host"
        : e.getClass().getSimpleName();
  }

  /** The address of each registry: https under its own name, unless another one is configured. */
  static final class RegistryEndpoints {

    private static final String ANY = "*";

    private final Map<String, URI> byHost = new TreeMap<>();

    /**
     * @param lines {@code host=url} each; the host {@code *} stands for every other one
     * @throws IllegalArgumentException naming the line that is none
     */
    RegistryEndpoints(List<String> lines) {
      lines.stream().map(String::trim).filter(line -> !line.isEmpty()).forEach(this::read);
    }

    private void read(String line) {
      int equals = line.indexOf('=');
      URI url = equals < 1 ? null : URI.create(line.substring(equals + 1).trim());
      if (url == null
          || url.getHost() == null
          || !List.of("http", "https").contains(url.getScheme())) {
        throw new IllegalArgumentException(
            "berth.registry.endpoints: found '"
                + line
                + "', wanted host=url such as registry.example:5000=http://registry.example:5000");
      }
      byHost.put(line.substring(0, equals).trim(), url);
    }

    URI of(String registry) {
      URI named = byHost.getOrDefault(registry, byHost.get(ANY));
      if (named != null) {
        return named;
      }
      return URI.create(
          "https://"
              + (registry.equals(ImageReference.DOCKER_HUB) ? "registry-1.docker.io" : registry));
    }
  }
}
