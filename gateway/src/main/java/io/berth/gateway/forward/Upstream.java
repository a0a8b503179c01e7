/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/** An HTTP client for the services behind the gateway; forwards their responses as they arrive. */
public final class Upstream {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

  /** After this time without a byte the client is checked. */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(12);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * A response of a service.
   *
   * @param status its HTTP status
   * @param body its body
   */
  public record UpstreamResponse(int status, byte[] body) {}

  /**
   * Gets a small response.
   *
   * @throws IOException if there is no answer in time
   */
  public UpstreamResponse get(URI target, Duration timeout)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(target).timeout(timeout).build(), BodyHandlers.ofByteArray());
    return new UpstreamResponse(answer.statusCode(), answer.body());
  }

  /**
   * Forwards a request and streams the response until either side ends it. A HEAD is forwarded as a
   * HEAD: the body of a stream would not end.
   *
   * @param service its name, for messages
   */
  public void forward(
      String service,
      URI target,
      String accept,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    String method = request.getMethod().equals("HEAD") ? "HEAD" : "GET";
    send(
        service,
        HttpRequest.newBuilder(target)
            .header("Accept", accept)
            .method(method, BodyPublishers.noBody()),
        response);
  }

  /** As {@link #forward}, for a POST without a body. */
  public void post(String service, URI target, HttpServletResponse response)
      throws IOException, InterruptedException {
    send(service, HttpRequest.newBuilder(target).POST(BodyPublishers.noBody()), response);
  }

  /** As {@link #forward}, for a POST of JSON. */
  public void post(String service, URI target, byte[] json, HttpServletResponse response)
      throws IOException, InterruptedException {
    send(
        service,
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json)),
        response);
  }

  private void send(String service, HttpRequest.Builder request, HttpServletResponse response)
      throws IOException, InterruptedException {
    HttpRequest whole = request.timeout(RESPONSE_TIMEOUT).build();
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(whole, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new ProblemException(unavailable(service, whole.uri(), e));
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    response.setStatus(answer.statusCode());
    if (!type.isEmpty()) {
      response.setContentType(type);
    }
    response.setHeader("Cache-Control", "no-store");
    try (InputStream in = answer.body()) {
      boolean isEventStream = type.startsWith("text/event-stream");
      new ResponseRelay(in, isEventStream, isEventStream ? IDLE_TIMEOUT : RESPONSE_TIMEOUT)
          .copyTo(response.getOutputStream());
    }
  }

  private static Problem unavailable(String service, URI target, IOException e) {
    return Problem.unavailable(
        service
            + " at "
            + target.getScheme()
            + "://"
            + target.getAuthority()
            + " does not answer ("
            + e.getClass().getSimpleName()
            + "). './berth status' shows whether it runs.");
  }
}
