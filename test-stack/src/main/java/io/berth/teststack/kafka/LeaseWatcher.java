/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.kafka;

import io.berth.teststack.elasticsearch.ElasticsearchNode;
import io.berth.teststack.shared.SharedDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the shared servers when no test JVM has renewed the lease for {@value #MISSED_RENEWALS}
 * turns of five seconds. It counts turns, not time, so that a laptop that slept does not lose its
 * servers.
 */
final class LeaseWatcher {

  private static final int MISSED_RENEWALS = 18;
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

  private final SharedDirectory directory;
  private Instant lastUse = Instant.EPOCH;
  private int missedRenewals;

  LeaseWatcher(Path directory) {
    this.directory = new SharedDirectory(directory);
  }

  void start() {
    Thread.ofPlatform().daemon().name("lease-watch").start(this::watch);
  }

  private void watch() {
    while (!(isUnused() && directory.locked(this::stopIfUnused))) {
      LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
    }
  }

  /** Runs under the lock, so that no test joins servers that are about to stop. */
  private boolean stopIfUnused() {
    if (!lastUse.equals(directory.lastUse())) {
      return false;
    }
    System.out.println(
        "Stopping the shared test servers: no test JVM has renewed the lease for 90 seconds");
    ElasticsearchNode.endIn(directory.elasticsearch());
    // The broker goes on answering while it shuts down; without its mark nobody joins it.
    directory.brokerMark().toFile().delete();
    Thread.ofPlatform().start(() -> Runtime.getRuntime().exit(0));
    return true;
  }

  private boolean isUnused() {
    Instant use = directory.lastUse();
    missedRenewals = use.equals(lastUse) ? missedRenewals + 1 : 0;
    lastUse = use;
    return missedRenewals >= MISSED_RENEWALS;
  }
}
