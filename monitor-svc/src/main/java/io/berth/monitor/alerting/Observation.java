/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was seen of one subject. All that the evaluator knows comes as one of these, in
 * the order in which it was seen, so that the same observations always give the same alerts.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(value = Observation.WorkloadSeen.class, name = "workload"),
  @Type(value = Observation.NodeSeen.class, name = "node"),
  @Type(value = Observation.UsageSeen.class, name = "usage"),
  @Type(value = Observation.SubjectGone.class, name = "gone"),
  @Type(value = Observation.CommandSent.class, name = "command-sent"),
  @Type(value = Observation.CommandMoved.class, name = "command-moved"),
  @Type(value = Observation.Tick.class, name = "tick")
})
public sealed interface Observation {

  /** When Berth saw it: the time by which timers run. */
  Instant observedAt();

  /**
   * An owner with all of its pods, except those that are done or being deleted.
   *
   * @param berth whether it is one of Berth's applications
   * @param production whether its namespace is a production one
   * @param rollout what its Deployment says; null for other owners
   * @param evidence the last Kubernetes Events about it and its pods, oldest first, redacted
   */
  record WorkloadSeen(
      Instant observedAt,
      boolean berth,
      boolean production,
      @Nullable RolloutSeen rollout,
      List<PodSeen> pods,
      List<String> evidence)
      implements Observation {
    public WorkloadSeen {
      pods = List.copyOf(pods);
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * A node.
   *
   * @param ready its Ready condition: {@code True}, {@code False} or {@code Unknown}
   * @param unschedulable whether somebody cordoned it
   * @param since when the condition last changed
   * @param message what the condition says
   */
  record NodeSeen(
      Instant observedAt,
      String ready,
      boolean unschedulable,
      @Nullable Instant since,
      @Nullable String message)
      implements Observation {}

  /**
   * What the containers of an owner used.
   *
   * @param usages one for each container of each pod, also those without figures
   */
  record UsageSeen(Instant observedAt, List<ContainerUsage> usages) implements Observation {
    public UsageSeen {
      usages = List.copyOf(usages);
    }
  }

  /** The subject was deleted. */
  record SubjectGone(Instant observedAt) implements Observation {}

  /**
   * A command was given; whether it does anything here is said by {@link CommandMoved}.
   *
   * @param reason why, as its author said
   * @param image what it deploys, where it deploys
   */
  record CommandSent(
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
   * @param verdict how it ended; null while it runs
   */
  record CommandMoved(
      Instant observedAt, String commandId, String verb, String by, @Nullable Verdict verdict)
      implements Observation {}

  /**
   * Time passed. Alerts that wait for something are looked at again.
   *
   * @param staleSince since when the watches of the cluster say nothing; null while they do
   * @param listedSince every subject that is there was seen at or after this; others are gone
   */
  record Tick(Instant observedAt, @Nullable Instant staleSince, Instant listedSince)
      implements Observation {}
}
