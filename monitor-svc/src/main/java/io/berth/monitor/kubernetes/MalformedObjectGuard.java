/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Skips malformed objects, so that they do not affect others; counts and logs each version once.
 */
final class MalformedObjectGuard {

  private static final Logger LOG = LoggerFactory.getLogger(MalformedObjectGuard.class);
  private static final int MAX_REPORTED = 10_000;

  private final MeterRegistry meters;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  MalformedObjectGuard(MeterRegistry meters) {
    this.meters = meters;
  }

  <T extends HasMetadata> void run(T object, Consumer<T> work) {
    try {
      work.accept(object);
    } catch (RuntimeException e) {
      report(object, e);
    }
  }

  private void report(HasMetadata object, RuntimeException why) {
    String kind = object.getClass().getSimpleName();
    var metadata = object.getMetadata();
    String name =
        metadata == null ? "without metadata" : metadata.getNamespace() + "/" + metadata.getName();
    String version = metadata == null ? "" : metadata.getResourceVersion();
    if (reported.size() > MAX_REPORTED) {
      reported.clear();
    }
    if (reported.add(kind + name + version)) {
      meters.counter("berth.monitor.quarantined", "kind", kind).increment();
      LOG.warn("{} {} ignored until it changes, it cannot be read: {}", kind, name, why.toString());
    }
  }
}
