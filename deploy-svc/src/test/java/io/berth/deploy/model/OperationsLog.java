/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.events.AppRef;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The topic of operations: all that instances know of each other. */
final class OperationsLog {

  /**
   * A record.
   *
   * @param operation what it says
   * @param stale whether its instance did not own the partition any more: it was paused between its
   *     last check and this send. Its event has the id of the owner's, so readers drop it.
   */
  record Published(Operation operation, boolean stale) {}

  private final List<Published> records = new ArrayList<>();
  private final Map<String, Map<String, ClusterVerdict>> verdicts = new HashMap<>();

  void append(Operation operation, boolean stale) {
    records.add(new Published(operation, stale));
    switch (operation) {
      case Concluded end ->
          record(
              end.ref().commandId(),
              end.ref().cluster(),
              new ClusterVerdict(end.verdict(), end.ref().at(), end.summary(), end.supersededBy()));
      case Rejected rejected ->
          record(
              rejected.ref().commandId(),
              rejected.ref().cluster(),
              new ClusterVerdict(Verdict.REJECTED, rejected.ref().at(), "it was rejected", null));
      default -> {}
    }
  }

  /** The verdict of another cluster arrives. */
  void conclude(
      String id, String cluster, Verdict verdict, Instant at, @Nullable String supersededBy) {
    record(id, cluster, new ClusterVerdict(verdict, at, "in the other cluster", supersededBy));
  }

  private void record(String id, String cluster, ClusterVerdict verdict) {
    verdicts.computeIfAbsent(id, _ -> new HashMap<>()).putIfAbsent(cluster, verdict);
  }

  FleetState fleet(String id, AppRef app) {
    return new FleetState(Map.copyOf(verdicts.getOrDefault(id, Map.of())), List.of());
  }

  Optional<ClusterVerdict> verdict(String id, String cluster) {
    return Optional.ofNullable(verdicts.getOrDefault(id, Map.of()).get(cluster));
  }

  int size() {
    return records.size();
  }

  List<Published> records() {
    return List.copyOf(records);
  }

  Operation operation(int index) {
    return records.get(index).operation();
  }
}
