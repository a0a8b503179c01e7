/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.registry;

import io.berth.deploy.registry.RegistryTrouble.Kind;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Speaks the OCI distribution protocol, as far as it is needed to learn a manifest's digest: asks,
 * proves who it is where that is wanted, follows a redirect without its credentials.
 */
final class Conversation {

  static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  private static final int MOST_REDIRECTS = 3;
  private static final long LONGEST_BODY = 4L << 20;

  private final HttpClient http;
  private final Credentials credentials;
  private final Duration timeout;

  Conversation(Credentials credentials, Duration timeout) {
    this.credentials = credentials;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** The answer to a question about a manifest; its status is 200. */
  HttpResponse<byte[]> ask(String method, String registry, String path, URI manifest)
      throws RegistryTrouble {
    HttpResponse<byte[]> answer = send(method, manifest, null);
    if (answer.statusCode() == 401) {
      answer = send(method, manifest, authorization(registry, path, answer));
    }
    return accepted(answer, registry);
  }

  private static HttpResponse<byte[]> accepted(HttpResponse<byte[]> answer, String registry)
      throws RegistryTrouble {
    return switch (answer.statusCode()) {
      case 200 -> answer;
      case 401, 403 ->
          throw new RegistryTrouble(
              Kind.DENIED, registry + " answers " + answer.statusCode() + " to these credentials");
      case 404 -> throw new RegistryTrouble(Kind.ABSENT, registry + " answers 404");
      default -> throw new RegistryTrouble(Kind.AWAY, registry + " answers " + answer.statusCode());
    };
  }

  private @Nullable String authorization(String registry, String path, HttpResponse<byte[]> refusal)
      throws RegistryTrouble {
    Optional<Challenge> challenge =
        refusal.headers().allValues("WWW-Authenticate").stream()
            .map(Challenge::parse)
            .flatMap(Optional::stream)
            .filter(offered -> List.of("bearer", "basic").contains(offered.scheme()))
            .findFirst();
    if (challenge.isEmpty()) {
      throw new RegistryTrouble(Kind.DENIED, registry + " answers 401 and names no way in");
    }
    return challenge.get().scheme().equals("basic")
        ? credentials.basic(registry).orElse(null)
        : "Bearer " + token(registry, path, challenge.get());
  }

  private String token(String registry, String path, Challenge challenge) throws RegistryTrouble {
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
      // Told below: an answer without a token, whatever it is.
    }
    throw new RegistryTrouble(
        Kind.AWAY, "the token service " + address.getHost() + " answers without a token");
  }

  private static URI tokenAddress(String registry, String path, Challenge challenge)
      throws RegistryTrouble {
    try {
      return challenge.tokenAddress(path);
    } catch (IllegalArgumentException e) {
      throw new RegistryTrouble(Kind.AWAY, registry + " answers 401, and " + e.getMessage());
    }
  }

  private HttpResponse<byte[]> send(String method, URI address, @Nullable String authorization)
      throws RegistryTrouble {
    HttpResponse<byte[]> answer = once(method, address, authorization);
    URI at = address;
    for (int hops = 0; hops < MOST_REDIRECTS && isRedirect(answer); hops++) {
      at = at.resolve(answer.headers().firstValue("Location").orElse(""));
      answer = once(method, at, null);
    }
    return answer;
  }

  private static boolean isRedirect(HttpResponse<byte[]> answer) {
    return List.of(301, 302, 303, 307, 308).contains(answer.statusCode())
        && answer.headers().firstValue("Location").isPresent();
  }

  private HttpResponse<byte[]> once(String method, URI address, @Nullable String authorization)
      throws RegistryTrouble {
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
      return whole(request.build());
    } catch (HttpTimeoutException | TimeoutException e) {
      throw new RegistryTrouble(
          Kind.AWAY, where + " does not answer within " + timeout.toMillis() + " ms");
    } catch (IOException | IllegalArgumentException e) {
      throw new RegistryTrouble(Kind.AWAY, where + " cannot be reached: " + words(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryTrouble(Kind.AWAY, "stopped while " + where + " was asked");
    }
  }

  /** The request's own timeout ends with the headers; a body that trickles in is bounded here. */
  private HttpResponse<byte[]> whole(HttpRequest request)
      throws IOException, InterruptedException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_BODY));
    try {
      return answer.get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static String words(Exception e) {
    String message = e.getMessage();
    if (message != null && !message.isBlank()) {
      return message;
    }
    return e.getCause() instanceof UnresolvedAddressException
        ? "no such host"
        : e.getClass().getSimpleName();
  }
}
