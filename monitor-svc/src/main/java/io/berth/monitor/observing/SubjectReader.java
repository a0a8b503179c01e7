/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observing;

import io.berth.monitor.alerting.Observation.NodeSeen;
import io.berth.monitor.alerting.Observation.WorkloadSeen;
import io.berth.monitor.alerting.PodSeen;
import io.berth.monitor.alerting.RolloutSeen;
import io.berth.monitor.alerting.Subject;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Owners and nodes as the evaluator sees them. */
public final class SubjectReader {

  private static final String ENVIRONMENT = "berth.io/environment";
  private static final int MOST_EVIDENCE = 10;

  private final ClusterView view;

  public SubjectReader(ClusterView view) {
    this.view = view;
  }

  /**
   * An owner.
   *
   * @param pods all pods that it owns, by the chain of owners
   * @param events the Events about it and its pods, in any order
   */
  public WorkloadSeen workload(
      Subject subject, Collection<Pod> pods, Collection<Event> events, Instant now) {
    Deployment deployment =
        "Deployment".equals(subject.kind())
            ? view.deployment(subject.namespace(), subject.name())
            : null;
    List<PodSeen> seen =
        pods.stream()
            .filter(PodStates::counts)
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
            .map(pod -> PodStates.read(pod, nodeReady(pod)))
            .toList();
    return new WorkloadSeen(
        now,
        deployment != null && Owners.isBerths(deployment),
        production(subject.namespace()),
        deployment == null ? null : Rollouts.read(deployment),
        seen,
        evidence(events));
  }

  /** The rollout of a Deployment as far as a sample says it. */
  public static RolloutSeen rollout(Deployment deployment) {
    return Rollouts.read(deployment);
  }

  /** A node. */
  public static NodeSeen node(Node node, Instant now) {
    NodeCondition ready = readyCondition(node);
    return new NodeSeen(
        now,
        ready == null ? "Unknown" : Objects.requireNonNullElse(ready.getStatus(), "Unknown"),
        Boolean.TRUE.equals(node.getSpec() == null ? null : node.getSpec().getUnschedulable()),
        ready == null ? null : Times.read(ready.getLastTransitionTime()),
        ready == null
            ? "it has no condition Ready"
            : Redactor.redact(ready.getReason() + ": " + ready.getMessage()));
  }

  private boolean nodeReady(Pod pod) {
    String name = pod.getSpec().getNodeName();
    Node node = name == null ? null : view.node(name);
    if (node == null) {
      return true;
    }
    NodeCondition ready = readyCondition(node);
    return ready == null || "True".equals(ready.getStatus());
  }

  private static @Nullable NodeCondition readyCondition(Node node) {
    return node.getStatus() == null
        ? null
        : node.getStatus().getConditions().stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .findFirst()
            .orElse(null);
  }

  /** A namespace that does not say what it is for is a production one. */
  private boolean production(String name) {
    Namespace namespace = view.namespace(name);
    return namespace == null
        || namespace.getMetadata().getLabels() == null
        || "prod".equals(namespace.getMetadata().getLabels().getOrDefault(ENVIRONMENT, "prod"));
  }

  private static List<String> evidence(Collection<Event> events) {
    List<String> all =
        events.stream()
            .sorted(
                Comparator.comparing(
                    event ->
                        Objects.requireNonNullElse(EventReader.occurredAt(event), Instant.EPOCH)))
            .map(SubjectReader::line)
            .toList();
    return all.size() <= MOST_EVIDENCE ? all : all.subList(all.size() - MOST_EVIDENCE, all.size());
  }

  private static String line(Event event) {
    String text =
        "%s %s %s (%d×) %s: %s"
            .formatted(
                EventReader.occurredAt(event),
                event.getType(),
                event.getReason(),
                EventReader.count(event),
                event.getInvolvedObject().getName(),
                Redactor.redact(event.getMessage()));
    return text.length() <= 400 ? text : text.substring(0, 399) + "…";
  }
}
