/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.fleet;

import io.berth.events.AppRef;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verdicts and alerts of every cluster, this one included. */
public interface FleetView {

  /** The state of a command and of its application. */
  FleetState state(String commandId, AppRef app);

  /**
   * The state of one command and its application in every cluster.
   *
   * @param verdicts the verdicts, by cluster
   * @param alerts the critical ones on the application, in any cluster
   */
  public record FleetState(Map<String, ClusterVerdict> verdicts, List<CriticalAlert> alerts) {

    /**
     * A cluster's verdict.
     *
     * @param verdict how it ended there
     * @param at when
     * @param summary in a sentence
     * @param supersededBy the newer command, where one took its place
     * @param lacksApp whether it rejected the command for nothing but the missing application
     */
    public record ClusterVerdict(
        Verdict verdict,
        Instant at,
        String summary,
        @Nullable String supersededBy,
        boolean lacksApp) {

      public ClusterVerdict(
          Verdict verdict, Instant at, String summary, @Nullable String supersededBy) {
        this(verdict, at, summary, supersededBy, false);
      }
    }

    public Optional<ClusterVerdict> verdict(String cluster) {
      return Optional.ofNullable(verdicts.get(cluster));
    }

    /** The critical alerts in one cluster, the oldest first. */
    public List<CriticalAlert> alertsIn(String cluster) {
      return alerts.stream()
          .filter(alert -> alert.cluster().equals(cluster))
          .sorted(Comparator.comparing(CriticalAlert::firedAt))
          .toList();
    }
  }
}
