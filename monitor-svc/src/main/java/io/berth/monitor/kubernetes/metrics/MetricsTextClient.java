/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text over HTTP, limited in time and size. A server that exceeds either limit is cut off,
 * and its connection closed.
 */
final class MetricsTextClient implements AutoCloseable {

  static final int MAX_BYTES = 32 * 1024 * 1024;

  private final HttpClient http;
  private final Duration timeout;

  MetricsTextClient(HttpClient http, Duration timeout) {
    this.http = http;
    this.timeout = timeout;
  }

  /** The text; fails with a {@link ScrapeException}, also where the status is not 200. */
  CompletableFuture<String> get(URI uri) {
    HttpRequest request =
        http.newHttpRequestBuilder()
            .uri(uri)
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    ResponseBody collected = new ResponseBody();
    return http.consumeBytes(request, collected::append)
        .thenCompose(collected::complete)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (text, failure) -> {
              if (failure != null) {
                collected.cancel();
                throw new ScrapeException(ScrapeFailures.of(failure));
              }
              return text;
            });
  }

  @Override
  public void close() {
    http.close();
  }

  /** One response body as its bytes arrive. */
  private static final class ResponseBody {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicReference<@Nullable AsyncBody> openBody = new AtomicReference<>();
    private volatile boolean cancelled;

    private synchronized void append(List<ByteBuffer> buffers, AsyncBody from) {
      for (ByteBuffer buffer : buffers) {
        byte[] some = new byte[buffer.remaining()];
        buffer.get(some);
        bytes.writeBytes(some);
      }
      if (bytes.size() > MAX_BYTES || cancelled) {
        from.cancel();
      } else {
        from.consume();
      }
    }

    private CompletableFuture<String> complete(HttpResponse<AsyncBody> response) {
      openBody.set(response.body());
      if (cancelled) {
        response.body().cancel();
      }
      response.body().consume();
      return response.body().done().handle((_, failure) -> text(response.code(), failure));
    }

    private synchronized String text(int status, @Nullable Throwable failure) {
      if (bytes.size() > MAX_BYTES) {
        throw new ScrapeException(
            new ScrapeFailure(FailureKind.TOO_LARGE, "more than " + MAX_BYTES + " bytes"));
      }
      if (failure != null) {
        throw new ScrapeException(ScrapeFailures.of(failure));
      }
      String text = bytes.toString(UTF_8);
      if (status != 200) {
        throw new ScrapeException(ScrapeFailures.ofStatus(status, text));
      }
      return text;
    }

    private void cancel() {
      cancelled = true;
      AsyncBody open = openBody.get();
      if (open != null) {
        open.cancel();
      }
    }
  }
}
