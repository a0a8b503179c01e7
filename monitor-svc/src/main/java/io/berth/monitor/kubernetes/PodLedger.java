/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.events.cluster.PodFacts;
import io.berth.monitor.observing.PodReader;
import io.berth.monitor.observing.Publications;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code berth.pods} says. Compares before it writes, so it can be told the same any number of
 * times; what Kafka did not take is told again at the next comparison.
 */
final class PodLedger {

  /** How long the facts of a pod are of use after it is gone: for the logs that come late. */
  static final Duration KEPT = Duration.ofMinutes(15);

  private final Publications publications;
  private final Map<String, PodFacts> published;

  PodLedger(Publications publications, Map<String, PodFacts> before) {
    this.publications = publications;
    this.published = new ConcurrentHashMap<>(before);
  }

  CompletableFuture<?> there(PodFacts facts, String resourceVersion) {
    if (facts.equals(published.get(facts.uid()))) {
      return CompletableFuture.completedFuture(null);
    }
    return publish(facts.uid() + ":" + resourceVersion, facts);
  }

  void gone(String uid, Instant at) {
    PodFacts last = published.get(uid);
    if (last != null && last.goneAt() == null) {
      publish(uid + ":gone", PodReader.gone(last, at));
    }
  }

  /** Marks what is there no more, and removes what has been gone long enough. */
  void sweep(Set<String> present, Instant now) {
    published.forEach(
        (uid, facts) -> {
          if (facts.goneAt() == null && !present.contains(uid)) {
            gone(uid, now);
          } else if (facts.goneAt() != null && !facts.goneAt().plus(KEPT).isAfter(now)) {
            forget(uid);
          }
        });
  }

  private CompletableFuture<?> publish(String id, PodFacts facts) {
    PodFacts before = published.put(facts.uid(), facts);
    return publications
        .pod(id, facts)
        .whenComplete(
            (_, failure) -> {
              if (failure != null && before == null) {
                published.remove(facts.uid(), facts);
              } else if (failure != null) {
                published.replace(facts.uid(), facts, before);
              }
            });
  }

  private void forget(String uid) {
    PodFacts was = published.remove(uid);
    if (was != null) {
      publications
          .forgetPod(uid)
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  published.putIfAbsent(uid, was);
                }
              });
    }
  }
}
