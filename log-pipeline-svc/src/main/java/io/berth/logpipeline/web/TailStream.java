/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.web;

import io.berth.logpipeline.search.LiveTail;
import io.berth.logpipeline.search.LogHit;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The server-sent events of one subscriber of the live tail. A subscriber that reads too slowly
 * misses records, and an event {@code missed} says how many; other subscribers are not affected. A
 * comment every ten seconds keeps the connection open.
 */
final class TailStream {

  private static final int WAITING = 1_000;
  private static final long QUIET_SECONDS = 10;

  private final SseEmitter emitter = new SseEmitter(0L);
  private final BlockingQueue<LogHit> queue = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong missed = new AtomicLong();
  private volatile boolean over;

  TailStream(LiveTail tail, Predicate<LogHit> wanted) {
    AutoCloseable following =
        tail.follow(
            wanted,
            hit -> {
              if (!queue.offer(hit)) {
                missed.incrementAndGet();
              }
            });
    emitter.onCompletion(() -> over = true);
    emitter.onError(e -> over = true);
    emitter.onTimeout(() -> over = true);
    Thread.ofVirtual().name("tail-stream").start(() -> run(following));
  }

  SseEmitter emitter() {
    return emitter;
  }

  private void run(AutoCloseable following) {
    try (following) {
      emitter.send(SseEmitter.event().comment("following"));
      while (!over) {
        send(queue.poll(QUIET_SECONDS, TimeUnit.SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      over = true; // the follower hung up, and the container ends the request by itself
    } catch (Exception e) {
      if (!over) {
        emitter.completeWithError(e);
      }
    }
  }

  private void send(@Nullable LogHit hit) throws IOException {
    long lost = missed.getAndSet(0);
    if (lost > 0) {
      emitter.send(SseEmitter.event().name("missed").data(Long.toString(lost)));
    }
    if (hit == null) {
      emitter.send(SseEmitter.event().comment("quiet"));
    } else {
      emitter.send(
          SseEmitter.event().id(hit.id()).name("log").data(hit, MediaType.APPLICATION_JSON));
    }
  }
}
