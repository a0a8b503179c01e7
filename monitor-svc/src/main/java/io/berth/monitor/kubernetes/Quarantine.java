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
 * Sets malformed objects aside, so that they cost nothing but themselves; counts and names them.
 */
final class Quarantine {

  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final int MOST_REMEMBERED = 10_000;

  private final MeterRegistry meters;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  Quarantine(MeterRegistry meters) {
    this.meters = meters;
  }

  <T extends HasMetadata> void guard(T object, Consumer<T> work) {
    try {
      work.accept(object);
    } catch (RuntimeException e) {
      setAside(object, e);
    }
  }

  private void setAside(HasMetadata object, RuntimeException why) {
    String kind = object.getClass().getSimpleName();
    var metadata = object.getMetadata();
    String name =
        metadata == null ? "without metadata" : metadata.getNamespace() + "/" + metadata.getName();
    String version = metadata == null ? "" : metadata.getResourceVersion();
    if (said.size() > MOST_REMEMBERED) {
      said.clear();
    }
    if (said.add(kind + name + version)) {
      meters.counter("berth.monitor.quarantined", "kind", kind).increment();
      LOG.warn("{} {} is malformed and set aside until it changes: {}", kind, name, why.toString());
    }
  }
}
