/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.MetricsSourceObserved;
import io.berth.monitor.observation.Observation.NodeObserved;
import io.berth.monitor.observation.Observation.SubjectDeleted;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.ObservationPublisher;
import io.berth.monitor.observation.Subject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes observations of subjects, only where they differ from the last published ones. */
final class SubjectChangeFilter {

  private final ObservationPublisher publisher;
  private final Map<Subject, Observation> published = new ConcurrentHashMap<>();

  SubjectChangeFilter(ObservationPublisher publisher) {
    this.publisher = publisher;
  }

  CompletableFuture<?> publishIfChanged(Subject subject, Observation observation) {
    if (withoutTimes(observation).equals(published.get(subject))) {
      return CompletableFuture.completedFuture(null);
    }
    published.put(subject, withoutTimes(observation));
    return publisher
        .publishObservation(subject, observation)
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                published.remove(subject, withoutTimes(observation));
              }
            });
  }

  void publishDeleted(Subject subject, Instant now) {
    Observation was = published.remove(subject);
    if (was != null) {
      publisher
          .publishObservation(subject, new SubjectDeleted(now))
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  published.putIfAbsent(subject, was);
                }
              });
    }
  }

  Set<Subject> subjects() {
    return Set.copyOf(published.keySet());
  }

  /** The observation without its times, for comparison. */
  private static Observation withoutTimes(Observation observation) {
    return switch (observation) {
      case WorkloadObserved w ->
          new WorkloadObserved(
              Instant.EPOCH,
              null,
              w.app(),
              w.berth(),
              w.production(),
              w.rollout(),
              w.pods(),
              w.evidence());
      case NodeObserved n ->
          new NodeObserved(Instant.EPOCH, n.ready(), n.unschedulable(), n.since(), n.message());
      case MetricsSourceObserved m ->
          new MetricsSourceObserved(
              Instant.EPOCH, m.nodes(), m.failing(), m.description(), m.remedy());
      case Observation.UsageObserved other -> other;
      case SubjectDeleted other -> other;
      case Observation.CommandIssued other -> other;
      case Observation.CommandProgressed other -> other;
      case Observation.Tick other -> other;
    };
  }
}
