/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observing.EventReader;
import io.berth.monitor.observing.Publications;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What {@code berth.cluster-events} says: every Event once for each count that was seen. Its ids
 * are read back at the start, so that nothing is said twice and, as long as the API server has it,
 * nothing is left out.
 */
final class EventLedger {

  /** Kubernetes keeps Events for an hour after their last repeat, unless told otherwise. */
  static final Duration LOOK_BACK = Duration.ofHours(3);

  private final Publications publications;
  private final EventReader reader;
  private final Map<String, Integer> counts;

  EventLedger(Publications publications, EventReader reader, Map<String, Integer> before) {
    this.publications = publications;
    this.reader = reader;
    this.counts = new ConcurrentHashMap<>(before);
  }

  void seen(Event event, Instant now) {
    String uid = event.getMetadata().getUid();
    int count = EventReader.count(event);
    Integer known = counts.get(uid);
    if (known != null && known >= count) {
      return;
    }
    var read = reader.read(event, known == null ? 0 : known, now);
    counts.put(uid, count);
    publications
        .event(EventReader.id(event), read)
        .whenComplete(
            (_, failure) -> {
              if (failure != null && known == null) {
                counts.remove(uid, count);
              } else if (failure != null) {
                counts.replace(uid, count, known);
              }
            });
  }

  /** Forgets the counts of Events that the API server forgot. */
  void sweep(Collection<Event> present) {
    Set<String> uids =
        present.stream().map(event -> event.getMetadata().getUid()).collect(Collectors.toSet());
    counts.keySet().retainAll(uids);
  }
}
