/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Ways to look at the containers and pods of a subject. */
final class Containers {

  private Containers() {}

  /** A container in its pod. */
  record InPod(PodSeen pod, ContainerSeen container) {}

  static Map<String, List<InPod>> byName(SubjectState state) {
    Map<String, List<InPod>> all = new TreeMap<>();
    for (PodSeen pod : pods(state)) {
      for (ContainerSeen container : pod.containers()) {
        all.computeIfAbsent(container.name(), _ -> new ArrayList<>())
            .add(new InPod(pod, container));
      }
    }
    return all;
  }

  static List<PodSeen> pods(SubjectState state) {
    WorkloadSeen workload = state.workload();
    return workload == null ? List.of() : workload.pods();
  }

  static InPod mostRestarts(Collection<InPod> some) {
    return some.stream()
        .max(Comparator.comparingInt(in -> in.container().restarts()))
        .orElseThrow();
  }

  /** The lost nodes that explain all of these, or none. */
  static Set<String> lostNodes(Collection<InPod> some) {
    return lostNodesOf(some.stream().map(InPod::pod).toList());
  }

  static Set<String> lostNodesOf(Collection<PodSeen> pods) {
    return !pods.isEmpty() && pods.stream().allMatch(PodSeen::onLostNode)
        ? pods.stream().map(pod -> pod.node() == null ? "" : pod.node()).collect(Collectors.toSet())
        : Set.of();
  }

  static String names(Collection<PodSeen> pods) {
    String first =
        pods.stream().limit(5).map(PodSeen::name).sorted().collect(Collectors.joining(", "));
    return pods.size() <= 5 ? first : first + " and " + (pods.size() - 5) + " more";
  }
}
