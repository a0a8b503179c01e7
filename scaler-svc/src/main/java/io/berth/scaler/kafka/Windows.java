/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.scaler.scaling.ScalingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What is remembered of each application in a cluster, until it has been silent for long. */
final class Windows {

  static final String STORE = "windows";

  /** Longer than any window; what is older has nothing to say any more. */
  static final Duration FORGOTTEN_AFTER = Duration.ofHours(2);

  private final KeyValueStore<String, ScalingState> store;

  /** When each was last written, in the records' time: samples played again are of another day. */
  private final Map<String, Long> touched = new HashMap<>();

  Windows(KeyValueStore<String, ScalingState> store) {
    this.store = store;
  }

  @Nullable ScalingState get(String app) {
    return store.get(app);
  }

  void put(String app, ScalingState state, long now) {
    store.put(app, state);
    touched.put(app, now);
  }

  void remove(String app) {
    if (store.delete(app) != null) {
      touched.remove(app);
    }
  }

  /** Removes what has been silent; what a restart brought back has its time from here on. */
  void forget(long now) {
    List<String> silent = new ArrayList<>();
    try (var all = store.all()) {
      all.forEachRemaining(
          entry -> {
            long last = touched.computeIfAbsent(entry.key, _ -> now);
            if (last < now - FORGOTTEN_AFTER.toMillis()) {
              silent.add(entry.key);
            }
          });
    }
    silent.forEach(this::remove);
  }
}
