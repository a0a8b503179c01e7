/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observation.KubernetesEventReader;
import io.berth.monitor.observation.ObservationPublisher;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Publishes Kubernetes Events to {@code berth.cluster-events}, once for each observed count. The
 * published ids are read back at the start, so that no Event is published twice and none is missed
 * that the API server still has.
 */
final class EventChangeFilter {

  /** By default, Kubernetes keeps Events for an hour after their last occurrence. */
  static final Duration LOOK_BACK = Duration.ofHours(3);

  private final ObservationPublisher publisher;
  private final KubernetesEventReader reader;
  private final Map<String, Integer> counts;

  EventChangeFilter(
      ObservationPublisher publisher, KubernetesEventReader reader, Map<String, Integer> before) {
    this.publisher = publisher;
    this.reader = reader;
    this.counts = new ConcurrentHashMap<>(before);
  }

  void publishIfNew(Event event, Instant now) {
    String uid = event.getMetadata().getUid();
    int count = KubernetesEventReader.count(event);
    Integer known = counts.get(uid);
    if (known != null && known >= count) {
      return;
    }
    var read = reader.read(event, known == null ? 0 : known, now);
    counts.put(uid, count);
    publisher
        .publishEvent(KubernetesEventReader.id(event), read)
        .whenComplete(
            (_, failure) -> {
              if (failure != null && known == null) {
                counts.remove(uid, count);
              } else if (failure != null) {
                counts.replace(uid, count, known);
              }
            });
  }

  /** Removes the counts of Events that the API server no longer has. */
  void retain(Collection<Event> present) {
    Set<String> uids =
        present.stream().map(event -> event.getMetadata().getUid()).collect(Collectors.toSet());
    counts.keySet().retainAll(uids);
  }
}
