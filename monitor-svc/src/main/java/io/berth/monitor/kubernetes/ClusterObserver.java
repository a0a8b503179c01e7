/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.observation.Observation.Tick;
import io.berth.monitor.observation.ObservationPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the changes of the cluster, in rounds: take the queued changes, publish them, publish a
 * tick. Each object is handled separately, so a malformed one affects no other.
 */
final class ClusterObserver {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterObserver.class);

  private static final Duration TICK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration RESYNC_INTERVAL = Duration.ofSeconds(30);

  /** A broken watch has this long to reconnect before alerts become UNKNOWN. */
  private static final Duration STALE_GRACE_PERIOD = Duration.ofSeconds(10);

  private final String cluster;
  private final InformerClusterView cache;
  private final ChangeQueue changes;
  private final ObservationPublisher publisher;
  private final MalformedObjectGuard guard;
  private final Clock clock;
  private @Nullable ClusterPublisher clusterPublisher;
  private volatile @Nullable Instant listedSince;
  private Instant tickedAt = Instant.EPOCH;
  private Instant resyncedAt = Instant.EPOCH;

  ClusterObserver(
      String cluster,
      InformerClusterView cache,
      ChangeQueue changes,
      ObservationPublisher publisher,
      MalformedObjectGuard guard,
      Clock clock) {
    this.cluster = cluster;
    this.cache = cache;
    this.changes = changes;
    this.publisher = publisher;
    this.guard = guard;
    this.clock = clock;
  }

  /** Whether the initial state of the cluster was published. */
  boolean ready() {
    return listedSince != null;
  }

  /** Runs one round; never throws. */
  void round() {
    try {
      ClusterPublisher current = clusterPublisher;
      Instant listed = listedSince;
      if (current == null || listed == null) {
        publishInitialState();
      } else {
        publishChanges(current, listed);
      }
    } catch (RuntimeException e) {
      LOG.warn("Cluster {}: publishing its changes failed, retrying: {}", cluster, e.toString());
    }
  }

  /** The first round: publishes every object; ticks begin once Kafka has acknowledged all. */
  private void publishInitialState() {
    if (!cache.synced()) {
      return;
    }
    Instant now = clock.instant();
    var before = publisher.readPublished(now.minus(EventChangeFilter.LOOK_BACK));
    ClusterPublisher first =
        new ClusterPublisher(cluster, cache, changes, guard, publisher, before);
    enqueueAll();
    List<CompletableFuture<?>> sent = first.publishChanges(now);
    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
    first.removeDeleted(now);
    clusterPublisher = first;
    listedSince = now;
    LOG.info(
        "Cluster {} is watched: {} pods, {} Deployments, {} nodes",
        cluster,
        cache.pods().size(),
        cache.deployments().size(),
        cache.nodes().size());
  }

  private void publishChanges(ClusterPublisher current, Instant listed) {
    Instant now = clock.instant();
    if (now.isAfter(resyncedAt.plus(RESYNC_INTERVAL))) {
      resyncedAt = now;
      enqueueAll();
      current.publishChanges(now);
      current.removeDeleted(now);
    } else {
      current.publishChanges(now);
    }
    if (!now.isBefore(tickedAt.plus(TICK_INTERVAL))) {
      tickedAt = now;
      publisher.publishTick(new Tick(now, staleSince(now), listed));
    }
  }

  private @Nullable Instant staleSince(Instant now) {
    Instant since = cache.disconnectedSince(now);
    return since == null || now.isBefore(since.plus(STALE_GRACE_PERIOD)) ? null : since;
  }

  private void enqueueAll() {
    cache.pods().forEach(pod -> guard.run(pod, changes::pod));
    cache.deployments().forEach(deployment -> guard.run(deployment, changes::deployment));
    cache.nodes().forEach(node -> guard.run(node, changes::node));
    cache.events().forEach(event -> guard.run(event, changes::event));
  }
}
