/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.kubernetes.ChangeQueue.NamespacedName;
import io.berth.monitor.observation.KubernetesEventReader;
import io.berth.monitor.observation.KubernetesTimes;
import io.berth.monitor.observation.ObservationPublisher;
import io.berth.monitor.observation.OwnerResolver;
import io.berth.monitor.observation.Subject;
import io.berth.monitor.observation.SubjectReader;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Publishes changed objects. Each is handled separately: a malformed one affects no other. */
final class ClusterPublisher {

  /** Maximum delay between the watches of pods and of ReplicaSets. */
  private static final Duration MAX_WATCH_SKEW = Duration.ofSeconds(10);

  private final String cluster;
  private final InformerClusterView cache;
  private final ChangeQueue changes;
  private final MalformedObjectGuard guard;
  private final OwnerResolver owners;
  private final SubjectChangeFilter subjects;
  private final PodChangeFilter pods;
  private final EventChangeFilter events;
  private final WorkloadPublisher workloads;

  ClusterPublisher(
      String cluster,
      InformerClusterView cache,
      ChangeQueue changes,
      MalformedObjectGuard guard,
      ObservationPublisher publisher,
      ObservationPublisher.PublishedState before) {
    this.cluster = cluster;
    this.cache = cache;
    this.changes = changes;
    this.guard = guard;
    this.owners = new OwnerResolver(cluster, cache);
    this.subjects = new SubjectChangeFilter(publisher);
    this.pods = new PodChangeFilter(publisher, before.pods());
    this.events =
        new EventChangeFilter(
            publisher, new KubernetesEventReader(cluster, owners), before.eventCounts());
    this.workloads = new WorkloadPublisher(cluster, cache, guard, subjects, pods);
  }

  /** Publishes the deletion of objects that no longer exist. */
  void removeDeleted(Instant now) {
    workloads.removeDeleted(now);
    events.retain(cache.events());
  }

  /** Publishes the queued changes; the futures complete when Kafka has acknowledged them. */
  List<CompletableFuture<?>> publishChanges(Instant now) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    Set<Subject> dirty = new HashSet<>();
    Set<String> changedNodes = publishNodes(now, sent);
    changes
        .takeDeletedPods()
        .values()
        .forEach(pod -> guard.run(pod, p -> podDeleted(p, dirty, now)));
    changes.takePods().forEach(name -> podChanged(name, dirty, now));
    changes
        .takeDeployments()
        .forEach(name -> dirty.add(Subject.deployment(cluster, name.namespace(), name.name())));
    Set<String> namespaces = changes.takeNamespaces();
    changes
        .takeEvents()
        .values()
        .forEach(event -> guard.run(event, e -> eventReceived(e, dirty, now)));
    if (!dirty.isEmpty() || !changedNodes.isEmpty() || !namespaces.isEmpty()) {
      workloads.publish(dirty, changedNodes, namespaces, now, sent);
    }
    return sent;
  }

  private Set<String> publishNodes(Instant now, List<CompletableFuture<?>> sent) {
    Set<String> changed = changes.takeNodes();
    for (String name : changed) {
      Node node = cache.node(name);
      if (node == null) {
        subjects.publishDeleted(Subject.node(cluster, name), now);
      } else {
        guard.run(
            node,
            n ->
                sent.add(
                    subjects.publishIfChanged(
                        Subject.node(cluster, name), SubjectReader.node(n, now))));
      }
    }
    return changed;
  }

  private void podDeleted(Pod pod, Set<Subject> dirty, Instant now) {
    pods.publishDeleted(pod.getMetadata().getUid(), now);
    dirty.add(owners.of(pod));
  }

  private void podChanged(NamespacedName name, Set<Subject> dirty, Instant now) {
    Pod pod = cache.pod(name.namespace(), name.name());
    if (pod == null) {
      return;
    }
    guard.run(
        pod,
        p -> {
          Subject owner = owners.of(p);
          Instant created = KubernetesTimes.read(p.getMetadata().getCreationTimestamp());
          boolean replicaSetPending =
              "ReplicaSet".equals(owner.kind())
                  && cache.replicaSet(owner.namespace(), owner.name()) == null
                  && created != null
                  && created.plus(MAX_WATCH_SKEW).isAfter(now);
          if (replicaSetPending) {
            // The watch of ReplicaSets lags behind: retry in the next round, when the owner is
            // known.
            changes.pod(name);
          } else {
            dirty.add(owner);
          }
        });
  }

  private void eventReceived(Event event, Set<Subject> dirty, Instant now) {
    events.publishIfNew(event, now);
    Subject subject = owners.of(event.getInvolvedObject());
    if (subject != null && "Warning".equals(event.getType()) && !"Node".equals(subject.kind())) {
      dirty.add(subject);
    }
  }
}
