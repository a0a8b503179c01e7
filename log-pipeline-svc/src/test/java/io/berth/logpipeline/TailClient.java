/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;

/** A client of the live tail of one application, which keeps every line that it receives. */
final class TailClient implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /** Connects, and returns when the service has answered. */
  TailClient(RunningPipeline pipeline, String app) {
    var _ =
        http.sendAsync(
            HttpRequest.newBuilder(pipeline.address("/api/v1/logs/tail?app=" + app)).build(),
            HttpResponse.BodyHandlers.fromLineSubscriber(new LineCollector(lines)));
    await().until(() -> received("following"));
  }

  /** Whether a line with this text was received. */
  boolean received(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private record LineCollector(Queue<String> into) implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      into.add(line);
    }

    @Override
    public void onError(Throwable error) {
      into.add("error: " + error);
    }

    @Override
    public void onComplete() {
      into.add("end");
    }
  }
}
