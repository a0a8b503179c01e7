/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import io.berth.monitor.alerting.ContainerSeen.Ended;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one look at an owner cannot say: how often its containers restarted lately, and which of
 * them ran out of memory.
 *
 * @param restarts newest last
 * @param kills newest last
 */
record History(List<Restart> restarts, List<Kill> kills) {

  static final History EMPTY = new History(List.of(), List.of());
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST = 100;

  /** A container started again. */
  record Restart(String container, String pod, Instant at) {}

  /** A container was killed for the memory it used. */
  record Kill(String container, String pod, @Nullable String containerId, Instant at) {}

  History {
    restarts = List.copyOf(restarts);
    kills = List.copyOf(kills);
  }

  History after(@Nullable WorkloadSeen before, WorkloadSeen now) {
    Map<String, PodSeen> known =
        before == null
            ? Map.of()
            : before.pods().stream().collect(Collectors.toMap(PodSeen::name, p -> p, (a, b) -> b));
    List<Restart> allRestarts = new ArrayList<>(restarts);
    List<Kill> allKills = new ArrayList<>(kills);
    for (PodSeen pod : now.pods()) {
      for (ContainerSeen container : pod.containers()) {
        addRestarts(allRestarts, known.get(pod.name()), pod, container, now.observedAt());
        addKill(allKills, pod, container, container.ended(), now.observedAt());
        addKill(allKills, pod, container, container.lastEnded(), now.observedAt());
      }
    }
    Instant oldest = now.observedAt().minus(KEPT);
    return new History(
        newest(allRestarts.stream().filter(r -> r.at().isAfter(oldest)).toList()),
        newest(allKills.stream().filter(kill -> kill.at().isAfter(oldest)).toList()));
  }

  long restartsOf(String container, String pod, Instant since) {
    return restarts.stream()
        .filter(r -> r.container().equals(container) && r.pod().equals(pod))
        .filter(r -> r.at().isAfter(since))
        .count();
  }

  List<Kill> killsOf(String container, Instant since) {
    return kills.stream()
        .filter(kill -> kill.container().equals(container) && kill.at().isAfter(since))
        .toList();
  }

  private static void addRestarts(
      List<Restart> all, @Nullable PodSeen before, PodSeen pod, ContainerSeen now, Instant at) {
    if (before == null) {
      return;
    }
    before.containers().stream()
        .filter(container -> container.name().equals(now.name()))
        .findFirst()
        .ifPresent(
            container -> {
              for (int i = container.restarts(); i < now.restarts(); i++) {
                all.add(new Restart(now.name(), pod.name(), at));
              }
            });
  }

  private static void addKill(
      List<Kill> all, PodSeen pod, ContainerSeen container, @Nullable Ended end, Instant now) {
    if (end == null || !"OOMKilled".equals(end.reason())) {
      return;
    }
    Kill kill =
        new Kill(
            container.name(),
            pod.name(),
            end.containerId(),
            end.finishedAt() == null ? now : end.finishedAt());
    boolean known = all.stream().anyMatch(k -> k.pod().equals(kill.pod()) && sameRun(k, kill, end));
    if (!known) {
      all.add(kill);
    }
  }

  private static boolean sameRun(Kill known, Kill kill, Ended end) {
    boolean sameTime = end.finishedAt() == null || known.at().equals(kill.at());
    return known.container().equals(kill.container())
        && java.util.Objects.equals(known.containerId(), kill.containerId())
        && sameTime;
  }

  private static <T> List<T> newest(List<T> all) {
    return all.size() <= MOST ? all : all.subList(all.size() - MOST, all.size());
  }
}
