/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.operations.AppStatePublisher;
import io.berth.events.ClusterAppRef;
import io.berth.events.Envelope;
import io.berth.events.Topics;
import io.berth.events.operation.AppState;
import io.berth.redaction.event.EventRedactor;
import io.berth.stream.EventTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;

/** Publishes to {@code berth.apps}: the latest state of each application, and its removal. */
public final class AppStateTopic implements AppStatePublisher {

  private final String cluster;
  private final String source;
  private final EventTemplate events;
  private final Map<String, AppState> published = new ConcurrentHashMap<>();
  private final Map<String, Boolean> present = new ConcurrentHashMap<>();

  AppStateTopic(String cluster, String source, EventTemplate events) {
    this.cluster = cluster;
    this.source = source;
    this.events = events;
  }

  /** Replays which applications of this cluster are on the topic. */
  void replay(Consumer<byte[], byte[]> consumer, String topic) {
    TopicReplay.replay(
        consumer,
        topic,
        Instant.EPOCH,
        record -> {
          String key = new String(record.key(), StandardCharsets.UTF_8);
          if (key.startsWith(cluster + "/")) {
            if (record.value() == null) {
              present.remove(key);
            } else {
              present.put(key, true);
            }
          }
        });
  }

  /** Applications on the topic, as {@code cluster/namespace/app}. */
  Iterable<String> knownApps() {
    return java.util.List.copyOf(present.keySet());
  }

  @Override
  public void publish(AppState seen) {
    AppState state = EventRedactor.redact(seen);
    AppState before = published.get(state.key());
    if (before != null && same(before, state)) {
      return;
    }
    published.put(state.key(), state);
    present.put(state.key(), true);
    events
        .send(Envelope.of(UUID.randomUUID().toString(), source, state.observedAt(), state))
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                published.remove(state.key(), state);
              }
            });
  }

  @Override
  public void publishRemoved(ClusterAppRef app) {
    String key = app.toString();
    published.remove(key);
    if (present.remove(key) != null) {
      events
          .remove(Topics.APPS, key)
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  present.put(key, true);
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
            now.readyByRelease(),
            now.scaledBy(),
            now.phase(),
            now.conditions(),
            now.lastCommandId(),
            now.lastCommandVerb(),
            now.lastCommandBy(),
            now.simulated(),
            before.observedAt(),
            now.kind())
        .equals(before);
  }
}
