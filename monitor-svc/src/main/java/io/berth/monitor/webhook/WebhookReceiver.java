/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.webhook;

import io.berth.events.kafka.EventJson;
import io.berth.monitor.telling.OutboxEntry;
import io.berth.monitor.telling.Receiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a webhook. Redirects are not followed and the body of an answer is not read: neither can
 * lead anywhere good.
 */
public final class WebhookReceiver implements Receiver {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI url;
  private final String secret;
  private final String externalUrl;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(Redirect.NEVER).build();

  /**
   * @param url where
   * @param secret signs what is told; empty for no signature
   * @param externalUrl the console's address
   */
  public WebhookReceiver(URI url, String secret, String externalUrl, Clock clock) {
    this.url = url;
    this.secret = secret;
    this.externalUrl = externalUrl;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Answer tell(OutboxEntry entry) {
    Instant now = clock.instant();
    String body = EventJson.mapper().writeValueAsString(WebhookPayload.of(entry, externalUrl, now));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("User-Agent", "berth-monitor")
            .header("webhook-id", entry.id())
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .POST(BodyPublishers.ofString(body));
    if (!secret.isEmpty()) {
      request.header(
          "webhook-signature", Signature.of(secret, entry.id(), now.getEpochSecond(), body));
    }
    try {
      return answer(http.send(request.build(), BodyHandlers.discarding()));
    } catch (IOException e) {
      return new Answer.Later(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Later("stopped while it was told");
    }
  }

  private static Answer answer(HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Answer.Delivered("status " + status);
    }
    boolean final4xx = status >= 300 && status < 500 && status != 408 && status != 429;
    return final4xx
        ? new Answer.Refused("status " + status + "; it is not tried again")
        : new Answer.Later("status " + status);
  }
}
