/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.events.cluster.PodFacts;
import io.berth.monitor.observation.ObservationPublisher;
import io.berth.monitor.observation.PodFactsReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes pods to {@code berth.pods}, only where they differ from the last published record.
 * Records that failed to be sent are sent again at the next comparison.
 */
final class PodChangeFilter {

  /** How long the facts of a deleted pod are kept, for logs that arrive late. */
  static final Duration RETENTION = Duration.ofMinutes(15);

  private final ObservationPublisher publisher;
  private final Map<String, PodFacts> published;

  PodChangeFilter(ObservationPublisher publisher, Map<String, PodFacts> before) {
    this.publisher = publisher;
    this.published = new ConcurrentHashMap<>(before);
  }

  CompletableFuture<?> publishIfChanged(PodFacts facts, String resourceVersion) {
    if (facts.equals(published.get(facts.uid()))) {
      return CompletableFuture.completedFuture(null);
    }
    return publish(facts.uid() + ":" + resourceVersion, facts);
  }

  void publishDeleted(String uid, Instant at) {
    PodFacts last = published.get(uid);
    if (last != null && last.goneAt() == null) {
      publish(uid + ":gone", PodFactsReader.deleted(last, at));
    }
  }

  /** Publishes the deletion of absent pods, and removes those deleted long ago. */
  void removeAbsent(Set<String> present, Instant now) {
    published.forEach(
        (uid, facts) -> {
          if (facts.goneAt() == null && !present.contains(uid)) {
            publishDeleted(uid, now);
          } else if (facts.goneAt() != null && !facts.goneAt().plus(RETENTION).isAfter(now)) {
            remove(uid);
          }
        });
  }

  private CompletableFuture<?> publish(String id, PodFacts facts) {
    PodFacts before = published.put(facts.uid(), facts);
    return publisher
        .publishPod(id, facts)
        .whenComplete(
            (_, failure) -> {
              if (failure != null && before == null) {
                published.remove(facts.uid(), facts);
              } else if (failure != null) {
                published.replace(facts.uid(), facts, before);
              }
            });
  }

  private void remove(String uid) {
    PodFacts was = published.remove(uid);
    if (was != null) {
      publisher
          .removePod(uid)
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  published.putIfAbsent(uid, was);
                }
              });
    }
  }
}
