/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.alerting.Subject;
import io.berth.monitor.kubernetes.Changes.Name;
import io.berth.monitor.observing.EventReader;
import io.berth.monitor.observing.Owners;
import io.berth.monitor.observing.Publications;
import io.berth.monitor.observing.SubjectReader;
import io.berth.monitor.observing.Times;
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

/** Says what changed. Each object is looked at by itself: a malformed one costs its own facts. */
final class Teller {

  /** The watches of pods and of ReplicaSets are not in step; this much they may differ. */
  private static final Duration RACE = Duration.ofSeconds(10);

  private final String cluster;
  private final ClusterCache cache;
  private final Changes changes;
  private final Quarantine quarantine;
  private final Owners owners;
  private final SubjectLedger subjects;
  private final PodLedger pods;
  private final EventLedger events;
  private final WorkloadTeller workloads;

  Teller(
      String cluster,
      ClusterCache cache,
      Changes changes,
      Quarantine quarantine,
      Publications publications,
      Publications.Before before) {
    this.cluster = cluster;
    this.cache = cache;
    this.changes = changes;
    this.quarantine = quarantine;
    this.owners = new Owners(cluster, cache);
    this.subjects = new SubjectLedger(publications);
    this.pods = new PodLedger(publications, before.pods());
    this.events =
        new EventLedger(publications, new EventReader(cluster, owners), before.eventCounts());
    this.workloads = new WorkloadTeller(cluster, cache, quarantine, subjects, pods);
  }

  /** Marks what is there no more. */
  void sweep(Instant now) {
    workloads.sweep(now);
    events.sweep(cache.events());
  }

  /** Says what changed since it was last called; the futures complete when Kafka has it. */
  List<CompletableFuture<?>> say(Instant now) {
    List<CompletableFuture<?>> said = new ArrayList<>();
    Set<Subject> dirty = new HashSet<>();
    Set<String> lostOrFound = nodes(now, said);
    changes.takeGonePods().values().forEach(pod -> quarantine.guard(pod, p -> gone(p, dirty, now)));
    changes.takePods().forEach(name -> changed(name, dirty, now));
    changes
        .takeDeployments()
        .forEach(name -> dirty.add(Subject.deployment(cluster, name.namespace(), name.name())));
    Set<String> namespaces = changes.takeNamespaces();
    changes
        .takeEvents()
        .values()
        .forEach(event -> quarantine.guard(event, e -> happened(e, dirty, now)));
    if (!dirty.isEmpty() || !lostOrFound.isEmpty() || !namespaces.isEmpty()) {
      workloads.tell(dirty, lostOrFound, namespaces, now, said);
    }
    return said;
  }

  private Set<String> nodes(Instant now, List<CompletableFuture<?>> said) {
    Set<String> changed = changes.takeNodes();
    for (String name : changed) {
      Node node = cache.node(name);
      if (node == null) {
        subjects.gone(Subject.node(cluster, name), now);
      } else {
        quarantine.guard(
            node,
            n -> said.add(subjects.there(Subject.node(cluster, name), SubjectReader.node(n, now))));
      }
    }
    return changed;
  }

  private void gone(Pod pod, Set<Subject> dirty, Instant now) {
    pods.gone(pod.getMetadata().getUid(), now);
    dirty.add(owners.of(pod));
  }

  private void changed(Name name, Set<Subject> dirty, Instant now) {
    Pod pod = cache.pod(name.namespace(), name.name());
    if (pod == null) {
      return;
    }
    quarantine.guard(
        pod,
        p -> {
          Subject owner = owners.of(p);
          Instant created = Times.read(p.getMetadata().getCreationTimestamp());
          boolean race =
              "ReplicaSet".equals(owner.kind())
                  && cache.replicaSet(owner.namespace(), owner.name()) == null
                  && created != null
                  && created.plus(RACE).isAfter(now);
          if (race) {
            // The watch of ReplicaSets is a moment behind: the owner's owner is known in a round.
            changes.pod(name);
          } else {
            dirty.add(owner);
          }
        });
  }

  private void happened(Event event, Set<Subject> dirty, Instant now) {
    events.seen(event, now);
    Subject subject = owners.of(event.getInvolvedObject());
    if (subject != null && "Warning".equals(event.getType()) && !"Node".equals(subject.kind())) {
      dirty.add(subject);
    }
  }
}
