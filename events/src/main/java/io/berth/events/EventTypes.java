/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static java.util.Map.entry;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.events.audit.AuditEntry;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.cluster.PodFacts;
import io.berth.events.command.Abort;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.MetricSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.AppState;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Drifted;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which payload has which CloudEvents {@code type}, and which topic carries it. */
public final class EventTypes {

  private static final Map<String, Class<? extends Event>> CLASSES =
      Map.ofEntries(
          entry("berth.command.deploy.v1", Deploy.class),
          entry("berth.command.rollback.v1", Rollback.class),
          entry("berth.command.scale.v1", Scale.class),
          entry("berth.command.restart.v1", Restart.class),
          entry("berth.command.stop.v1", Stop.class),
          entry("berth.command.remove.v1", Remove.class),
          entry("berth.command.pause.v1", Pause.class),
          entry("berth.command.resume.v1", Resume.class),
          entry("berth.command.promote.v1", Promote.class),
          entry("berth.command.abort.v1", Abort.class),
          entry("berth.command.ensure-namespace.v1", EnsureNamespace.class),
          entry("berth.operation.accepted.v1", Accepted.class),
          entry("berth.operation.rejected.v1", Rejected.class),
          entry("berth.operation.applied.v1", Applied.class),
          entry("berth.operation.progressing.v1", Progressing.class),
          entry("berth.operation.concluded.v1", Concluded.class),
          entry("berth.operation.drifted.v1", Drifted.class),
          entry("berth.app.state.v1", AppState.class),
          entry("berth.pod.facts.v1", PodFacts.class),
          entry("berth.metrics.resources.v1", ResourceSample.class),
          entry("berth.metrics.custom.v1", CustomSample.class),
          entry("berth.cluster.event.v1", ClusterEvent.class),
          entry("berth.scaling.policy.v1", ScalingPolicy.class),
          entry("berth.scaling.decision.v1", ScalingDecision.class),
          entry("berth.alert.rule.v1", AlertRule.class),
          entry("berth.alert.silence.v1", Silence.class),
          entry("berth.alert.transition.v1", AlertTransition.class),
          entry("berth.log.raw.v1", RawLog.class),
          entry("berth.log.enriched.v1", EnrichedLog.class),
          entry("berth.audit.entry.v1", AuditEntry.class));

  private static final Map<Class<?>, String> NAMES =
      CLASSES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private EventTypes() {}

  /** The CloudEvents {@code type} of a payload. */
  public static String nameOf(Class<? extends Event> payload) {
    String name = NAMES.get(payload);
    if (name == null) {
      throw new IllegalArgumentException(
          payload.getName() + " is not registered in EventTypes: add it there with its type");
    }
    return name;
  }

  /** The payload of a CloudEvents {@code type}, if this version knows it. */
  public static Optional<Class<? extends Event>> classOf(String name) {
    return Optional.ofNullable(CLASSES.get(name));
  }

  /** Every type and its payload, in the order of their names. */
  public static Map<String, Class<? extends Event>> all() {
    return new TreeMap<>(CLASSES);
  }

  /**
   * The topic that carries a payload. {@link AlertTransition} has its latest in {@link
   * Topics#ALERTS} and all of them in {@link Topics#ALERT_HISTORY}.
   */
  public static Topic topicOf(Class<? extends Event> payload) {
    if (Command.class.isAssignableFrom(payload)) {
      return Topics.COMMANDS;
    }
    if (Operation.class.isAssignableFrom(payload)) {
      return Topics.OPERATIONS;
    }
    if (MetricSample.class.isAssignableFrom(payload)) {
      return Topics.METRICS;
    }
    Topic topic =
        Map.<Class<?>, Topic>of(
                AppState.class, Topics.APPS,
                PodFacts.class, Topics.PODS,
                ClusterEvent.class, Topics.CLUSTER_EVENTS,
                ScalingPolicy.class, Topics.SCALING_POLICIES,
                ScalingDecision.class, Topics.SCALING_DECISIONS,
                AlertRule.class, Topics.ALERT_RULES,
                Silence.class, Topics.SILENCES,
                AlertTransition.class, Topics.ALERTS,
                RawLog.class, Topics.LOGS_RAW,
                EnrichedLog.class, Topics.LOGS_ENRICHED)
            .get(payload);
    if (topic == null && payload == AuditEntry.class) {
      return Topics.AUDIT;
    }
    if (topic == null) {
      throw new IllegalArgumentException(payload.getName() + " has no topic in EventTypes");
    }
    return topic;
  }
}
