/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.kafka;

import io.berth.localstack.SharedDirectory;
import io.berth.localstack.elasticsearch.ElasticsearchNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the shared servers when no test JVM has renewed the lease for {@value #TURNS} turns of five
 * seconds. It counts turns, not time, so that a laptop that slept does not lose its servers.
 */
final class LeaseWatch {

  private static final int TURNS = 18;
  private static final Duration TURN = Duration.ofSeconds(5);

  private final SharedDirectory directory;
  private Instant lastUse = Instant.EPOCH;
  private int turnsUnused;

  LeaseWatch(Path directory) {
    this.directory = new SharedDirectory(directory);
  }

  void start() {
    Thread.ofPlatform().daemon().name("lease-watch").start(this::watch);
  }

  private void watch() {
    while (!(isUnused() && directory.locked(this::end))) {
      LockSupport.parkNanos(TURN.toNanos());
    }
  }

  /** Under the lock, so that nobody joins servers that are about to end. */
  private boolean end() {
    if (!lastUse.equals(directory.lastUse())) {
      return false;
    }
    System.out.println("Nobody uses the shared test servers any more; they end");
    ElasticsearchNode.endIn(directory.elasticsearch());
    // The broker goes on answering while it shuts down; without its mark nobody joins it.
    directory.brokerMark().toFile().delete();
    Thread.ofPlatform().start(() -> Runtime.getRuntime().exit(0));
    return true;
  }

  private boolean isUnused() {
    Instant use = directory.lastUse();
    turnsUnused = use.equals(lastUse) ? turnsUnused + 1 : 0;
    lastUse = use;
    return turnsUnused >= TURNS;
  }
}
