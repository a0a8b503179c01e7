/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.webhook;

import io.berth.events.kafka.EventJson;
import io.berth.monitor.notification.OutboxEntry;
import io.berth.monitor.notification.Receiver;
import io.berth.redaction.Redactor;
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

/** Delivers to a webhook. Redirects are not followed, and response bodies are not read. */
public final class WebhookReceiver implements Receiver {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI url;
  private final String secret;
  private final String externalUrl;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).followRedirects(Redirect.NEVER).build();

  /**
   * @param url of the webhook
   * @param secret for signing; empty for no signature
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
  public DeliveryResult deliver(OutboxEntry entry) {
    Instant now = clock.instant();
    String body = EventJson.mapper().writeValueAsString(WebhookPayload.of(entry, externalUrl, now));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "berth-monitor")
            .header("webhook-id", entry.id())
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .POST(BodyPublishers.ofString(body));
    if (!secret.isEmpty()) {
      request.header(
          "webhook-signature", WebhookSignature.of(secret, entry.id(), now.getEpochSecond(), body));
    }
    try {
      return resultOf(http.send(request.build(), BodyHandlers.discarding()));
    } catch (IOException e) {
      return new DeliveryResult.TransientFailure(
          Redactor.redact(e.getClass().getSimpleName() + ": " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DeliveryResult.TransientFailure("interrupted during delivery");
    }
  }

  private static DeliveryResult resultOf(HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new DeliveryResult.Delivered("status " + status);
    }
    boolean permanent = status >= 300 && status < 500 && status != 408 && status != 429;
    return permanent
        ? new DeliveryResult.PermanentFailure("status " + status + "; it is not tried again")
        : new DeliveryResult.TransientFailure("status " + status);
  }
}
