/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.alerting.Subject;
import io.berth.monitor.observing.Owners;
import io.berth.monitor.observing.PodReader;
import io.berth.monitor.observing.SubjectReader;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Says how owners are, with all of their pods. */
final class WorkloadTeller {

  private final ClusterCache cache;
  private final Quarantine quarantine;
  private final Owners owners;
  private final PodReader podReader;
  private final SubjectReader subjectReader;
  private final SubjectLedger subjects;
  private final PodLedger pods;

  WorkloadTeller(
      String cluster,
      ClusterCache cache,
      Quarantine quarantine,
      SubjectLedger subjects,
      PodLedger pods) {
    this.cache = cache;
    this.quarantine = quarantine;
    this.owners = new Owners(cluster, cache);
    this.podReader = new PodReader(cluster, owners);
    this.subjectReader = new SubjectReader(cache);
    this.subjects = subjects;
    this.pods = pods;
  }

  /** Says how the owners are that changed, or whose nodes or namespaces did. */
  void tell(
      Set<Subject> dirty,
      Set<String> nodes,
      Set<String> namespaces,
      Instant now,
      List<CompletableFuture<?>> said) {
    Map<Subject, List<Pod>> owned = new HashMap<>();
    for (Pod pod : cache.pods()) {
      quarantine.guard(
          pod,
          p -> {
            Subject owner = owners.of(p);
            owned.computeIfAbsent(owner, _ -> new ArrayList<>()).add(p);
            if (nodes.contains(String.valueOf(p.getSpec().getNodeName()))
                || namespaces.contains(owner.namespace())) {
              dirty.add(owner);
            }
          });
    }
    Map<Subject, List<Event>> warnings = new HashMap<>();
    for (Event event : cache.events()) {
      quarantine.guard(
          event,
          e -> {
            Subject subject = owners.of(e.getInvolvedObject());
            if (subject != null && "Warning".equals(e.getType())) {
              warnings.computeIfAbsent(subject, _ -> new ArrayList<>()).add(e);
            }
          });
    }
    for (Subject subject : dirty) {
      workload(
          subject,
          owned.getOrDefault(subject, List.of()),
          warnings.getOrDefault(subject, List.of()),
          now,
          said);
    }
  }

  private void workload(
      Subject subject,
      List<Pod> owned,
      List<Event> warnings,
      Instant now,
      List<CompletableFuture<?>> said) {
    owned.forEach(
        pod ->
            quarantine.guard(
                pod,
                p ->
                    said.add(
                        pods.there(podReader.facts(p), p.getMetadata().getResourceVersion()))));
    if (!there(subject, !owned.isEmpty())) {
      subjects.gone(subject, now);
      return;
    }
    said.add(subjects.there(subject, subjectReader.workload(subject, owned, warnings, now)));
  }

  /** Marks what is there no more. */
  void sweep(Instant now) {
    Set<String> present = new HashSet<>();
    cache.pods().forEach(pod -> present.add(pod.getMetadata().getUid()));
    pods.sweep(present, now);
    Set<Subject> owned = new HashSet<>();
    cache.pods().forEach(pod -> quarantine.guard(pod, p -> owned.add(owners.of(p))));
    for (Subject subject : subjects.subjects()) {
      if (!there(subject, owned.contains(subject))) {
        subjects.gone(subject, now);
      }
    }
  }

  private boolean there(Subject subject, boolean hasPods) {
    return switch (subject.kind()) {
      case "Deployment" -> cache.deployment(subject.namespace(), subject.name()) != null;
      case "Node" -> cache.node(subject.name()) != null;
      default -> hasPods;
    };
  }
}
