/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.Apps;
import io.berth.events.ClusterAppRef;
import io.berth.events.Envelope;
import io.berth.events.Topics;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.operation.AppState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;

/** {@code berth.apps}: the latest state of each application, and its end. */
public final class AppsTopic implements Apps {

  private final String cluster;
  private final String source;
  private final EventPublisher publisher;
  private final Map<String, AppState> told = new ConcurrentHashMap<>();
  private final Map<String, Boolean> there = new ConcurrentHashMap<>();

  AppsTopic(String cluster, String source, EventPublisher publisher) {
    this.cluster = cluster;
    this.source = source;
    this.publisher = publisher;
  }

  /** Reads back which applications of this cluster others know of. */
  void recall(Consumer<byte[], byte[]> consumer, String topic) {
    TopicHistory.replay(
        consumer,
        topic,
        Instant.EPOCH,
        record -> {
          String key = new String(record.key(), StandardCharsets.UTF_8);
          if (key.startsWith(cluster + "/")) {
            if (record.value() == null) {
              there.remove(key);
            } else {
              there.put(key, true);
            }
          }
        });
  }

  /** Applications that others know of, as {@code cluster/namespace/app}. */
  Iterable<String> known() {
    return java.util.List.copyOf(there.keySet());
  }

  @Override
  public void is(AppState state) {
    AppState before = told.get(state.key());
    if (before != null && same(before, state)) {
      return;
    }
    told.put(state.key(), state);
    there.put(state.key(), true);
    publisher
        .publish(Envelope.of(UUID.randomUUID().toString(), source, state.observedAt(), state))
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                told.remove(state.key(), state);
              }
            });
  }

  @Override
  public void gone(ClusterAppRef app) {
    String key = app.toString();
    told.remove(key);
    if (there.remove(key) != null) {
      publisher
          .remove(Topics.APPS, key)
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  there.put(key, true);
                }
              });
    }
  }

  private static boolean same(AppState before, AppState now) {
    return new AppState(
            now.app(),
            now.release(),
            now.image(),
            now.digest(),
            now.tier(),
            now.environment(),
            now.replicas(),
            now.scaledBy(),
            now.phase(),
            now.conditions(),
            now.lastCommandId(),
            now.lastCommandVerb(),
            now.lastCommandBy(),
            now.simulated(),
            before.observedAt())
        .equals(before);
  }
}
