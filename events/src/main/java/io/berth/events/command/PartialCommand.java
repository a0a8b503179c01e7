/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command;

import io.berth.events.AppRef;
import io.berth.events.InvalidEventException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a command with invalid fields. Every service that has to know which clusters
 * answer such a command asks here, so that they agree.
 *
 * @param verb its verb, by its type
 * @param app the application that its fields name; {@link #UNNAMED} stands in for an invalid name
 * @param requestedBy the principal; null where it is not known
 * @param clusters the clusters that answer it; empty for every cluster, also where its list of
 *     clusters has a fault of its own
 * @param deadline the deadline of a valid command where its own is not known
 */
public record PartialCommand(
    String verb,
    AppRef app,
    @Nullable String requestedBy,
    List<String> clusters,
    Duration deadline) {

  /** Stands in for an invalid name; the violation quotes the original. */
  public static final String UNNAMED = "unnamed";

  public PartialCommand {
    clusters = List.copyOf(clusters);
  }

  /** Whether the cluster answers it. */
  public boolean targets(String cluster) {
    return clusters.isEmpty() || clusters.contains(cluster);
  }

  /**
   * What it is about.
   *
   * @param key of its record, which counts before its fields; null where it has none
   */
  public AppRef subject(@Nullable String key) {
    try {
      return key == null ? app : AppRef.parse(key);
    } catch (InvalidEventException _) {
      return app;
    }
  }
}
