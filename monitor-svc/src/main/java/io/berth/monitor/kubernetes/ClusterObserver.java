/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.alerting.Observation.Tick;
import io.berth.monitor.alerting.Subject;
import io.berth.monitor.kubernetes.Changes.Name;
import io.berth.monitor.observing.EventReader;
import io.berth.monitor.observing.Owners;
import io.berth.monitor.observing.PodReader;
import io.berth.monitor.observing.Publications;
import io.berth.monitor.observing.SubjectReader;
import io.berth.monitor.observing.Times;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what the watches say. One round after another: take what changed, say it, let time
 * pass. A round looks at each object by itself, so a malformed one costs only its own facts.
 */
final class ClusterObserver {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterObserver.class);

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration RECONCILE = Duration.ofSeconds(30);

  /** A broken watch is given this long to come back before it makes alerts unknown. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration RACE = Duration.ofSeconds(10);

  private final String cluster;
  private final ClusterCache cache;
  private final Changes changes;
  private final Publications publications;
  private final Quarantine quarantine;
  private final Clock clock;
  private final Owners owners;
  private final PodReader podReader;
  private final SubjectReader subjectReader;
  private final SubjectLedger subjects;
  private @Nullable PodLedger pods;
  private @Nullable EventLedger events;
  private @Nullable Instant listedSince;
  private Instant tickedAt = Instant.EPOCH;
  private Instant reconciledAt = Instant.EPOCH;

  ClusterObserver(
      String cluster,
      ClusterCache cache,
      Changes changes,
      Publications publications,
      Quarantine quarantine,
      Clock clock) {
    this.cluster = cluster;
    this.cache = cache;
    this.changes = changes;
    this.publications = publications;
    this.quarantine = quarantine;
    this.clock = clock;
    this.owners = new Owners(cluster, cache);
    this.podReader = new PodReader(cluster, owners);
    this.subjectReader = new SubjectReader(cache);
    this.subjects = new SubjectLedger(publications);
  }

  /** Whether everything that was there at the start has been passed on. */
  boolean ready() {
    return listedSince != null;
  }

  /** One round; never throws. */
  void round() {
    try {
      if (listedSince == null) {
        begin();
      } else {
        passOn();
      }
    } catch (RuntimeException e) {
      LOG.warn("What the cluster says could not be passed on and is tried again: {}", e.toString());
    }
  }

  /** The first round: all that is there, and only when Kafka has it the first tick. */
  private void begin() {
    if (!cache.synced()) {
      return;
    }
    Instant now = clock.instant();
    var before = publications.before(now.minus(EventLedger.LOOK_BACK));
    pods = new PodLedger(publications, before.pods());
    events = new EventLedger(publications, new EventReader(cluster, owners), before.eventCounts());
    subjects.forgetAll();
    everythingChanged();
    List<CompletableFuture<?>> said = say(now);
    CompletableFuture.allOf(said.toArray(CompletableFuture[]::new))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
    sweep(now);
    listedSince = now;
    LOG.info(
        "Cluster {} listed: {} pods, {} Deployments, {} nodes",
        cluster,
        cache.pods().size(),
        cache.deployments().size(),
        cache.nodes().size());
  }

  private void passOn() {
    Instant now = clock.instant();
    if (now.isAfter(reconciledAt.plus(RECONCILE))) {
      reconciledAt = now;
      everythingChanged();
      say(now);
      sweep(now);
    } else {
      say(now);
    }
    if (!now.isBefore(tickedAt.plus(TICK)) && listedSince != null) {
      tickedAt = now;
      publications.tick(new Tick(now, staleSince(now), listedSince));
    }
  }

  private @Nullable Instant staleSince(Instant now) {
    Instant since = cache.silentSince(now);
    return since == null || now.isBefore(since.plus(PATIENCE)) ? null : since;
  }

  private void everythingChanged() {
    cache.pods().forEach(pod -> quarantine.guard(pod, changes::pod));
    cache.deployments().forEach(deployment -> quarantine.guard(deployment, changes::deployment));
    cache.nodes().forEach(node -> quarantine.guard(node, changes::node));
    cache.events().forEach(event -> quarantine.guard(event, changes::event));
  }

  private void sweep(Instant now) {
    Set<String> present = new HashSet<>();
    cache.pods().forEach(pod -> present.add(pod.getMetadata().getUid()));
    if (pods != null && events != null) {
      pods.sweep(present, now);
      events.sweep(cache.events());
    }
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

  private List<CompletableFuture<?>> say(Instant now) {
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
      workloads(dirty, lostOrFound, namespaces, now, said);
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
    if (pods != null) {
      pods.gone(pod.getMetadata().getUid(), now);
    }
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
    if (events != null) {
      events.seen(event, now);
    }
    Subject subject = owners.of(event.getInvolvedObject());
    if (subject != null && "Warning".equals(event.getType()) && !"Node".equals(subject.kind())) {
      dirty.add(subject);
    }
  }

  private void workloads(
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
    PodLedger ledger = pods;
    if (ledger != null) {
      owned.forEach(
          pod ->
              quarantine.guard(
                  pod,
                  p ->
                      said.add(
                          ledger.there(podReader.facts(p), p.getMetadata().getResourceVersion()))));
    }
    if (!there(subject, !owned.isEmpty())) {
      subjects.gone(subject, now);
      return;
    }
    said.add(subjects.there(subject, subjectReader.workload(subject, owned, warnings, now)));
  }
}
