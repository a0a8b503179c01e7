/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.monitor.observation.ContainerSnapshot.Termination;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recent restarts and OOM kills of a workload's containers, derived from successive observations.
 *
 * @param restarts newest last
 * @param kills newest last
 */
public record ContainerHistory(List<ContainerRestart> restarts, List<OomKill> kills) {

  public static final ContainerHistory EMPTY = new ContainerHistory(List.of(), List.of());
  private static final Duration RETENTION = Duration.ofHours(1);
  private static final int MAX_ENTRIES = 100;

  /** A container restarted. */
  public record ContainerRestart(String container, String pod, Instant at) {}

  /** A container was OOM-killed. */
  public record OomKill(String container, String pod, @Nullable String containerId, Instant at) {}

  public ContainerHistory {
    restarts = List.copyOf(restarts);
    kills = List.copyOf(kills);
  }

  /** The history after an observation. */
  public ContainerHistory after(@Nullable WorkloadObserved before, WorkloadObserved now) {
    Map<String, PodSnapshot> known =
        before == null
            ? Map.of()
            : before.pods().stream()
                .collect(Collectors.toMap(PodSnapshot::name, p -> p, (a, b) -> b));
    List<ContainerRestart> allRestarts = new ArrayList<>(restarts);
    List<OomKill> allKills = new ArrayList<>(kills);
    for (PodSnapshot pod : now.pods()) {
      for (ContainerSnapshot container : pod.containers()) {
        addRestarts(allRestarts, known.get(pod.name()), pod, container, now.observedAt());
        addKill(allKills, pod, container, container.ended(), now.observedAt());
        addKill(allKills, pod, container, container.lastEnded(), now.observedAt());
      }
    }
    Instant oldest = now.observedAt().minus(RETENTION);
    return new ContainerHistory(
        newest(allRestarts.stream().filter(r -> r.at().isAfter(oldest)).toList()),
        newest(allKills.stream().filter(kill -> kill.at().isAfter(oldest)).toList()));
  }

  public long restartsOf(String container, String pod, Instant since) {
    return restarts.stream()
        .filter(r -> r.container().equals(container) && r.pod().equals(pod))
        .filter(r -> r.at().isAfter(since))
        .count();
  }

  public List<OomKill> killsOf(String container, Instant since) {
    return kills.stream()
        .filter(kill -> kill.container().equals(container) && kill.at().isAfter(since))
        .toList();
  }

  private static void addRestarts(
      List<ContainerRestart> all,
      @Nullable PodSnapshot before,
      PodSnapshot pod,
      ContainerSnapshot now,
      Instant at) {
    if (before == null) {
      return;
    }
    before.containers().stream()
        .filter(container -> container.name().equals(now.name()))
        .findFirst()
        .ifPresent(
            container -> {
              for (int i = container.restarts(); i < now.restarts(); i++) {
                all.add(new ContainerRestart(now.name(), pod.name(), at));
              }
            });
  }

  private static void addKill(
      List<OomKill> all,
      PodSnapshot pod,
      ContainerSnapshot container,
      @Nullable Termination end,
      Instant now) {
    if (end == null || !"OOMKilled".equals(end.reason())) {
      return;
    }
    OomKill kill =
        new OomKill(
            container.name(),
            pod.name(),
            end.containerId(),
            end.finishedAt() == null ? now : end.finishedAt());
    boolean known = all.stream().anyMatch(k -> k.pod().equals(kill.pod()) && sameRun(k, kill, end));
    if (!known) {
      all.add(kill);
    }
  }

  private static boolean sameRun(OomKill known, OomKill kill, Termination end) {
    boolean sameTime = end.finishedAt() == null || known.at().equals(kill.at());
    return known.container().equals(kill.container())
        && java.util.Objects.equals(known.containerId(), kill.containerId())
        && sameTime;
  }

  private static <T> List<T> newest(List<T> all) {
    return all.size() <= MAX_ENTRIES ? all : all.subList(all.size() - MAX_ENTRIES, all.size());
  }
}
