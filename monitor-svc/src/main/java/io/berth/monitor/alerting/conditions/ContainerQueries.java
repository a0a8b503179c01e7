/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting.conditions;

import io.berth.monitor.observation.ContainerSnapshot;
import io.berth.monitor.observation.ContainerSnapshot.Termination;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.PodSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries over the containers and pods of a subject. */
final class ContainerQueries {

  private ContainerQueries() {}

  /** A container in its pod. */
  record PodContainer(PodSnapshot pod, ContainerSnapshot container) {}

  static Map<String, List<PodContainer>> byName(SubjectObservations seen) {
    Map<String, List<PodContainer>> all = new TreeMap<>();
    for (PodSnapshot pod : pods(seen)) {
      for (ContainerSnapshot container : pod.containers()) {
        all.computeIfAbsent(container.name(), _ -> new ArrayList<>())
            .add(new PodContainer(pod, container));
      }
    }
    return all;
  }

  static List<PodSnapshot> pods(SubjectObservations seen) {
    WorkloadObserved workload = seen.workload();
    return workload == null ? List.of() : workload.pods();
  }

  /** The last known termination. */
  static @Nullable Termination lastTermination(ContainerSnapshot container) {
    return container.ended() != null ? container.ended() : container.lastEnded();
  }

  /** How many times it terminated. */
  static int terminations(ContainerSnapshot container) {
    return container.restarts() + (container.ended() == null ? 0 : 1);
  }

  static PodContainer mostRestarts(Collection<PodContainer> some) {
    return some.stream()
        .max(Comparator.comparingInt(in -> in.container().restarts()))
        .orElseThrow();
  }

  /** The nodes of these pods where all of them are on lost nodes; otherwise empty. */
  static Set<String> lostNodes(Collection<PodContainer> some) {
    return lostNodesOf(some.stream().map(PodContainer::pod).toList());
  }

  static Set<String> lostNodesOf(Collection<PodSnapshot> pods) {
    return !pods.isEmpty() && pods.stream().allMatch(PodSnapshot::onLostNode)
        ? pods.stream().map(pod -> pod.node() == null ? "" : pod.node()).collect(Collectors.toSet())
        : Set.of();
  }

  static String names(Collection<PodSnapshot> pods) {
    String first =
        pods.stream().limit(5).map(PodSnapshot::name).sorted().collect(Collectors.joining(", "));
    return pods.size() <= 5 ? first : first + " and " + (pods.size() - 5) + " more";
  }
}
