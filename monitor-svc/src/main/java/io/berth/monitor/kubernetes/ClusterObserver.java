/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.berth.monitor.alerting.Observation.Tick;
import io.berth.monitor.observing.Publications;
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
 * Passes on what the watches say. One round after another: take what changed, say it, let time
 * pass. A round looks at each object by itself, so a malformed one costs only its own facts.
 */
final class ClusterObserver {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterObserver.class);

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration RECONCILE = Duration.ofSeconds(30);

  /** A broken watch is given this long to come back before it makes alerts unknown. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String cluster;
  private final ClusterCache cache;
  private final Changes changes;
  private final Publications publications;
  private final Quarantine quarantine;
  private final Clock clock;
  private @Nullable Teller teller;
  private volatile @Nullable Instant listedSince;
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
  }

  /** Whether everything that was there at the start has been passed on. */
  boolean ready() {
    return listedSince != null;
  }

  /** One round; never throws. */
  void round() {
    try {
      Teller tells = teller;
      Instant listed = listedSince;
      if (tells == null || listed == null) {
        begin();
      } else {
        passOn(tells, listed);
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
    Teller first = new Teller(cluster, cache, changes, quarantine, publications, before);
    everythingChanged();
    List<CompletableFuture<?>> said = first.say(now);
    CompletableFuture.allOf(said.toArray(CompletableFuture[]::new))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
    first.sweep(now);
    teller = first;
    listedSince = now;
    LOG.info(
        "Cluster {} listed: {} pods, {} Deployments, {} nodes",
        cluster,
        cache.pods().size(),
        cache.deployments().size(),
        cache.nodes().size());
  }

  private void passOn(Teller tells, Instant listed) {
    Instant now = clock.instant();
    if (now.isAfter(reconciledAt.plus(RECONCILE))) {
      reconciledAt = now;
      everythingChanged();
      tells.say(now);
      tells.sweep(now);
    } else {
      tells.say(now);
    }
    if (!now.isBefore(tickedAt.plus(TICK))) {
      tickedAt = now;
      publications.tick(new Tick(now, staleSince(now), listed));
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
}
