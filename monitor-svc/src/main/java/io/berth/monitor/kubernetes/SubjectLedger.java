/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.alerting.Observation;
import io.berth.monitor.alerting.Observation.NodeSeen;
import io.berth.monitor.alerting.Observation.SubjectGone;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import io.berth.monitor.alerting.Subject;
import io.berth.monitor.observing.Publications;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What the evaluator was told; it is told again only what changed. */
final class SubjectLedger {

  private final Publications publications;
  private final Map<Subject, Observation> told = new ConcurrentHashMap<>();

  SubjectLedger(Publications publications) {
    this.publications = publications;
  }

  CompletableFuture<?> there(Subject subject, Observation seen) {
    if (said(seen).equals(told.get(subject))) {
      return CompletableFuture.completedFuture(null);
    }
    told.put(subject, said(seen));
    return publications
        .observation(subject, seen)
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                told.remove(subject, said(seen));
              }
            });
  }

  void gone(Subject subject, Instant now) {
    Observation was = told.remove(subject);
    if (was != null) {
      publications
          .observation(subject, new SubjectGone(now))
          .whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  told.putIfAbsent(subject, was);
                }
              });
    }
  }

  Set<Subject> subjects() {
    return Set.copyOf(told.keySet());
  }

  /** The observation without its time, by which it would always differ. */
  private static Observation said(Observation seen) {
    return switch (seen) {
      case WorkloadSeen w ->
          new WorkloadSeen(
              Instant.EPOCH, w.berth(), w.production(), w.rollout(), w.pods(), w.evidence());
      case NodeSeen n ->
          new NodeSeen(Instant.EPOCH, n.ready(), n.unschedulable(), n.since(), n.message());
      case Observation.UsageSeen other -> other;
      case SubjectGone other -> other;
      case Observation.CommandSent other -> other;
      case Observation.CommandMoved other -> other;
      case Observation.Tick other -> other;
    };
  }
}
