/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kubernetes.metrics;

import io.berth.monitor.sampling.MetricsSource;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** A source of the metrics of single nodes. */
interface NodeMetricsSource extends AutoCloseable {

  MetricsSource source();

  /** A node's metrics as text; fails with a {@link ScrapeException}. Does not block. */
  CompletableFuture<String> scrape(Node node);

  /** Removes cached data of all other nodes. */
  default void retain(Collection<Node> nodes) {}

  @Override
  void close();
}
