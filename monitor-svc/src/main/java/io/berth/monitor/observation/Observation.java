/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.operation.Verdict;
import io.berth.monitor.startup.WorkloadSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An observation of one subject. The evaluator has no other input, and reads observations in the
 * order in which they were made, so that the same observations always give the same alerts.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = Observation.WorkloadObserved.class, name = "workload"),
  @Type(value = Observation.NodeObserved.class, name = "node"),
  @Type(value = Observation.UsageObserved.class, name = "usage"),
  @Type(value = Observation.MetricsSourceObserved.class, name = "metrics-source"),
  @Type(value = Observation.SubjectDeleted.class, name = "gone"),
  @Type(value = Observation.CommandIssued.class, name = "command-sent"),
  @Type(value = Observation.CommandProgressed.class, name = "command-moved"),
  @Type(value = Observation.Tick.class, name = "tick")
})
public sealed interface Observation {

  /** When Berth made the observation; drives all timers. */
  Instant observedAt();

  /**
   * An owner of pods with its pods, except those that are completed or being deleted.
   *
   * @param serverTime lower bound of the API server's clock at that time; null where unknown
   * @param app the Berth application of the Deployment; null where there is none
   * @param berth whether Berth manages it
   * @param production whether its namespace is a production one
   * @param rollout of its Deployment; null for other owners
   * @param evidence the last Kubernetes Events about it and its pods, oldest first, redacted
   */
  record WorkloadObserved(
      Instant observedAt,
      @Nullable Instant serverTime,
      @Nullable AppSnapshot app,
      boolean berth,
      boolean production,
      @Nullable RolloutSnapshot rollout,
      List<PodSnapshot> pods,
      List<String> evidence)
      implements Observation {
    public WorkloadObserved {
      pods = List.copyOf(pods);
      evidence = List.copyOf(evidence);
    }

    /** The part of it that concerns its start. */
    public WorkloadSnapshot startupSnapshot() {
      return new WorkloadSnapshot(
          rollout == null ? null : rollout.start(),
          rollout == null ? 0 : rollout.wanted(),
          rollout == null ? 0 : rollout.available(),
          rollout != null && rollout.running(),
          pods.stream().anyMatch(PodSnapshot::readinessLost),
          pods.stream()
              .filter(PodSnapshot::neverReady)
              .collect(
                  Collectors.toMap(
                      PodSnapshot::name, pod -> Objects.requireNonNull(pod.start()), (a, _) -> a)),
          observedAt,
          serverTime);
    }
  }

  /**
   * A node.
   *
   * @param ready its Ready condition: {@code True}, {@code False} or {@code Unknown}
   * @param unschedulable whether it is cordoned
   * @param since when the condition last changed
   * @param message of the condition
   */
  record NodeObserved(
      Instant observedAt,
      String ready,
      boolean unschedulable,
      @Nullable Instant since,
      @Nullable String message)
      implements Observation {}

  /**
   * Whether the metrics sources return samples for the ready nodes of a cluster.
   *
   * @param nodes how many are ready
   * @param failing how many of them have none
   * @param description in a sentence, with the reasons
   * @param remedy how to fix it; empty where nothing is wrong
   */
  record MetricsSourceObserved(
      Instant observedAt, int nodes, int failing, String description, String remedy)
      implements Observation {}

  /**
   * CPU and memory usage of an owner's containers.
   *
   * @param usages one for each container of each pod, including those without samples
   */
  record UsageObserved(Instant observedAt, List<ContainerUsage> usages) implements Observation {
    public UsageObserved {
      usages = List.copyOf(usages);
    }
  }

  /** The subject was deleted. */
  record SubjectDeleted(Instant observedAt) implements Observation {}

  /**
   * A command was published; {@link CommandProgressed} follows where it changes this cluster.
   *
   * @param reason given by its author
   * @param image that it deploys; null for other commands
   */
  record CommandIssued(
      Instant observedAt,
      String commandId,
      String verb,
      String by,
      @Nullable String reason,
      @Nullable String image)
      implements Observation {}

  /**
   * A command was accepted, applied or concluded in this cluster.
   *
   * @param verdict null while it runs
   */
  record CommandProgressed(
      Instant observedAt, String commandId, String verb, String by, @Nullable Verdict verdict)
      implements Observation {}

  /**
   * Time passed: alerts with running timers are evaluated again.
   *
   * @param staleSince since when the watches of the cluster are broken; null while they work
   * @param listedSince every existing subject was observed at or after this; others were deleted
   */
  record Tick(Instant observedAt, @Nullable Instant staleSince, Instant listedSince)
      implements Observation {}
}
