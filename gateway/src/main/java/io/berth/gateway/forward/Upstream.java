/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.forward;

import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Asks a service behind the gateway, and passes its answer on as it comes. */
public final class Upstream {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration FIRST_BYTE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * What a service answered.
   *
   * @param status its HTTP status
   * @param body its body
   */
  public record Answer(int status, byte[] body) {}

  /**
   * Asks for something small.
   *
   * @throws IOException where nobody answers in time
   */
  public Answer ask(URI target, Duration patience) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(target).timeout(patience).build(), BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.body());
  }

  /**
   * Passes an answer on, byte by byte as it comes, until one side has enough.
   *
   * @param service who is asked, for people
   */
  public void pass(String service, URI target, String accept, HttpServletResponse response)
      throws IOException, InterruptedException {
    send(service, HttpRequest.newBuilder(target).header("Accept", accept), response);
  }

  /** As {@link #pass}, for an order without a body. */
  public void post(String service, URI target, HttpServletResponse response)
      throws IOException, InterruptedException {
    send(service, HttpRequest.newBuilder(target).POST(BodyPublishers.noBody()), response);
  }

  private void send(String service, HttpRequest.Builder request, HttpServletResponse response)
      throws IOException, InterruptedException {
    HttpRequest whole = request.timeout(FIRST_BYTE).build();
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(whole, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new Refusal(away(service, whole.uri(), e));
    }
    response.setStatus(answer.statusCode());
    answer.headers().firstValue("Content-Type").ifPresent(response::setContentType);
    response.setHeader("Cache-Control", "no-store");
    try (InputStream in = answer.body();
        OutputStream out = response.getOutputStream()) {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }

  private static Problem away(String service, URI target, IOException e) {
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
