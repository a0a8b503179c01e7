/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.monitor.alerting.TestObservations.T0;

import io.berth.monitor.observation.AppSnapshot;
import io.berth.monitor.observation.ContainerSnapshot;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.monitor.observation.PodSnapshot;
import io.berth.monitor.observation.RolloutSnapshot;
import io.berth.monitor.startup.DeploymentStart;
import io.berth.monitor.startup.PodStart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds successive observations of a Deployment. Seconds are by Berth's clock, counted from {@link
 * TestObservations#T0}; the cluster's timestamps are by a clock of its own.
 */
final class WorkloadScenario {

  private final Duration skew;
  private int wanted = 3;
  private int available;
  private long generation = 1;
  private long observedGeneration = 1;
  private String revision = "1";
  private String uid = "uid-1";
  private boolean running = true;
  private boolean exceeded;
  private boolean stopsAll;
  private Duration deadline = Duration.ofMinutes(10);
  private long unavailableSince;
  private long newestObject = Long.MIN_VALUE;
  private List<PodSnapshot> pods = List.of();
  private final List<Observation> observations = new ArrayList<>();

  /**
   * @param skew how far the cluster's clocks are ahead of Berth's
   */
  WorkloadScenario(Duration skew) {
    this.skew = skew;
  }

  WorkloadScenario wanted(int replicas) {
    wanted = replicas;
    return this;
  }

  WorkloadScenario available(int replicas) {
    available = replicas;
    return this;
  }

  /** The spec changed, and the controller observed it. */
  WorkloadScenario specChanged() {
    generation++;
    observedGeneration = generation;
    return this;
  }

  /** The spec changed; the status is still about the previous generation. */
  WorkloadScenario specChangedNotObserved() {
    generation++;
    return this;
  }

  WorkloadScenario observed() {
    observedGeneration = generation;
    return this;
  }

  /** A new pod template, whose roll-out begins. */
  WorkloadScenario newRevision(String next) {
    revision = next;
    running = true;
    return this;
  }

  WorkloadScenario complete() {
    running = false;
    return this;
  }

  WorkloadScenario recreate() {
    stopsAll = true;
    return this;
  }

  WorkloadScenario deadline(Duration progressDeadline) {
    deadline = progressDeadline;
    return this;
  }

  WorkloadScenario deadlineExceeded(boolean is) {
    exceeded = is;
    return this;
  }

  WorkloadScenario unavailableSince(long second) {
    unavailableSince = second;
    return this;
  }

  WorkloadScenario anotherObject(String other) {
    uid = other;
    generation = 1;
    observedGeneration = 1;
    return this;
  }

  WorkloadScenario pods(PodSnapshot... all) {
    pods = List.of(all);
    return this;
  }

  /** The newest object of the cluster, a lower bound of the API server's clock. */
  WorkloadScenario newestObject(long second) {
    newestObject = second;
    return this;
  }

  WorkloadScenario at(long second) {
    observations.add(
        new WorkloadObserved(
            TestObservations.at(second),
            newestObject == Long.MIN_VALUE ? clusterTime(second) : clusterTime(newestObject),
            new AppSnapshot("cart", AppSnapshot.STABLE, null, null),
            true,
            false,
            new RolloutSnapshot(
                wanted,
                available,
                wanted,
                running,
                exceeded,
                clusterTime(0),
                null,
                new DeploymentStart(
                    uid,
                    generation,
                    observedGeneration,
                    revision,
                    clusterTime(unavailableSince),
                    stopsAll,
                    deadline)),
            pods,
            List.of()));
    return this;
  }

  List<Observation> observations() {
    return List.copyOf(observations);
  }

  /** A pod that is still pulling its image. */
  PodSnapshot pulling(String name, long created) {
    return pod(name, "Pending", false, created, created, null, null, 0);
  }

  /** A running pod that was never ready, without a startup probe. */
  PodSnapshot starting(String name, long created) {
    return pod(name, "Running", false, created, created, created + 1, null, 0);
  }

  /**
   * The same with a startup probe.
   *
   * @param runsSince when its containers started, after pulling their images
   * @param probes startup budget of its probes, in seconds
   */
  PodSnapshot starting(String name, long created, long runsSince, long probes) {
    return pod(name, "Running", false, created, created, runsSince, Duration.ofSeconds(probes), 0);
  }

  PodSnapshot ready(String name, long created, long since) {
    return pod(name, "Running", true, created, since, created + 1, null, 0);
  }

  /** A pod that was ready and is not now. */
  PodSnapshot noLongerReady(String name, long created, long since) {
    return pod(name, "Running", false, created, since, created + 1, null, 0);
  }

  /** A starting pod whose container terminated once and restarted. */
  PodSnapshot restarted(String name, long created, long endedAt) {
    return pod(name, "Running", false, created, created, endedAt + 1, null, 1);
  }

  private PodSnapshot pod(
      String name,
      String phase,
      boolean ready,
      long created,
      long readySince,
      @Nullable Long runsSince,
      @Nullable Duration probes,
      int restarts) {
    ContainerSnapshot.Termination end =
        restarts == 0
            ? null
            : new ContainerSnapshot.Termination(
                "Error", 1, clusterTime(runsSince == null ? 0 : runsSince), "id");
    return new PodSnapshot(
        name,
        phase,
        "node-1",
        true,
        ready,
        clusterTime(readySince),
        null,
        false,
        clusterTime(created),
        null,
        List.of(
            new ContainerSnapshot(
                "cart", restarts, ready, "id", null, null, clusterTime(created), null, end)),
        new PodStart(
            clusterTime(created),
            clusterTime(created),
            runsSince == null ? null : clusterTime(runsSince),
            probes));
  }

  private Instant clusterTime(long second) {
    return T0.plusSeconds(second).plus(skew);
  }

  /** Adds ticks every ten seconds between the observations, and for ten minutes after them. */
  static List<Observation> withTicks(List<Observation> seen) {
    List<Observation> all = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      all.add(seen.get(i));
      long from = seen.get(i).observedAt().getEpochSecond() - TestObservations.T0.getEpochSecond();
      long to =
          i + 1 < seen.size()
              ? seen.get(i + 1).observedAt().getEpochSecond() - TestObservations.T0.getEpochSecond()
              : from + 600;
      for (long second = from + 10; second < to; second += 10) {
        all.add(TestObservations.tick(second));
      }
    }
    return all;
  }
}
