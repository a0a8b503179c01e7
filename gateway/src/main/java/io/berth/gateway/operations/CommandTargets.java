/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.operations;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The clusters that a command goes to. A command on an existing application that names no clusters
 * goes to those that have the application: which those are, is known from their answers.
 *
 * @param clusters every cluster that answers, ordered by name
 * @param withoutApp those that are no targets if they lack the application, and said that they do
 */
record CommandTargets(SortedSet<String> clusters, SortedSet<String> withoutApp) {

  CommandTargets {
    clusters = new TreeSet<>(clusters);
    withoutApp = new TreeSet<>(withoutApp);
    withoutApp.retainAll(clusters);
  }

  /** Every one is a target. */
  static CommandTargets of(Collection<String> clusters) {
    return new CommandTargets(new TreeSet<>(clusters), new TreeSet<>());
  }

  /** The clusters whose verdicts count: all of them where every one lacks the application. */
  SortedSet<String> effective() {
    TreeSet<String> effective = new TreeSet<>(clusters);
    effective.removeAll(withoutApp);
    return effective.isEmpty() ? clusters : effective;
  }

  /** Whether the cluster is no target, because it lacks the application. */
  boolean isSkipped(String cluster) {
    return clusters.contains(cluster) && !effective().contains(cluster);
  }
}
