/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observation.KubernetesTimes;
import io.berth.monitor.observation.OwnerResolver;
import io.berth.monitor.observation.PodFactsReader;
import io.berth.monitor.observation.Subject;
import io.berth.monitor.observation.SubjectReader;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Publishes the observations of workloads with all of their pods. */
final class WorkloadPublisher {

  private final InformerClusterView cache;
  private final MalformedObjectGuard guard;
  private final OwnerResolver owners;
  private final PodFactsReader podReader;
  private final SubjectReader subjectReader;
  private final SubjectChangeFilter subjects;
  private final PodChangeFilter pods;

  WorkloadPublisher(
      String cluster,
      InformerClusterView cache,
      MalformedObjectGuard guard,
      SubjectChangeFilter subjects,
      PodChangeFilter pods) {
    this.cache = cache;
    this.guard = guard;
    this.owners = new OwnerResolver(cluster, cache);
    this.podReader = new PodFactsReader(cluster, owners);
    this.subjectReader = new SubjectReader(cache);
    this.subjects = subjects;
    this.pods = pods;
  }

  /** Publishes the workloads that changed, or whose nodes or namespaces did. */
  void publish(
      Set<Subject> dirty,
      Set<String> nodes,
      Set<String> namespaces,
      Instant now,
      List<CompletableFuture<?>> sent) {
    Map<Subject, List<Pod>> owned = new HashMap<>();
    for (Pod pod : cache.pods()) {
      guard.run(
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
      guard.run(
          event,
          e -> {
            Subject subject = owners.of(e.getInvolvedObject());
            if (subject != null && "Warning".equals(e.getType())) {
              warnings.computeIfAbsent(subject, _ -> new ArrayList<>()).add(e);
            }
          });
    }
    Instant serverTime =
        KubernetesTimes.newest(
            Stream.of(cache.pods(), cache.deployments(), cache.events())
                .flatMap(Collection::stream));
    for (Subject subject : dirty) {
      publishWorkload(
          subject,
          owned.getOrDefault(subject, List.of()),
          warnings.getOrDefault(subject, List.of()),
          now,
          serverTime,
          sent);
    }
  }

  private void publishWorkload(
      Subject subject,
      List<Pod> owned,
      List<Event> warnings,
      Instant now,
      @Nullable Instant serverTime,
      List<CompletableFuture<?>> sent) {
    owned.forEach(
        pod ->
            guard.run(
                pod,
                p ->
                    sent.add(
                        pods.publishIfChanged(
                            podReader.facts(p), p.getMetadata().getResourceVersion()))));
    if (!exists(subject, !owned.isEmpty())) {
      subjects.publishDeleted(subject, now);
      return;
    }
    sent.add(
        subjects.publishIfChanged(
            subject, subjectReader.workload(subject, owned, warnings, now, serverTime)));
  }

  /** Publishes the deletion of pods and workloads that no longer exist. */
  void removeDeleted(Instant now) {
    Set<String> present = new HashSet<>();
    cache.pods().forEach(pod -> present.add(pod.getMetadata().getUid()));
    pods.removeAbsent(present, now);
    Set<Subject> owned = new HashSet<>();
    cache.pods().forEach(pod -> guard.run(pod, p -> owned.add(owners.of(p))));
    for (Subject subject : subjects.subjects()) {
      if (!exists(subject, owned.contains(subject))) {
        subjects.publishDeleted(subject, now);
      }
    }
  }

  private boolean exists(Subject subject, boolean hasPods) {
    return switch (subject.kind()) {
      case "Deployment" -> cache.deployment(subject.namespace(), subject.name()) != null;
      case "Node" -> cache.node(subject.name()) != null;
      default -> hasPods;
    };
  }
}
