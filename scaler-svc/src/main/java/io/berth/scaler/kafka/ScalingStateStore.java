/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The scaling state of each application in a cluster, removed after a long time without samples.
 * Values are bytes, so that a malformed one does not stop the iteration.
 */
final class ScalingStateStore {

  static final String STORE = "windows";

  /** Longer than any stabilization window. */
  static final Duration EXPIRY = Duration.ofHours(2);

  private final KeyValueStore<String, byte[]> store;

  /** Time of the last write, in record time: replayed samples are from another day. */
  private final Map<String, Long> writtenAt = new HashMap<>();

  ScalingStateStore(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  byte @Nullable [] get(String app) {
    return store.get(app);
  }

  void put(String app, byte[] state, long now) {
    store.put(app, state);
    writtenAt.put(app, now);
  }

  void remove(String app) {
    if (store.delete(app) != null) {
      writtenAt.remove(app);
    }
  }

  /** Removes expired states; for restored ones the time starts now. */
  void removeExpired(long now) {
    List<String> expired = new ArrayList<>();
    try (var all = store.all()) {
      all.forEachRemaining(
          entry -> {
            long last = writtenAt.computeIfAbsent(entry.key, _ -> now);
            if (last < now - EXPIRY.toMillis()) {
              expired.add(entry.key);
            }
          });
    }
    expired.forEach(this::remove);
  }
}
