/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.monitor.observation.Observation.NodeObserved;
import io.berth.monitor.observation.Observation.WorkloadObserved;
import io.berth.redaction.manifest.ClusterMessages;
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

/** Creates the observations of workloads and nodes. */
public final class SubjectReader {

  private static final String ENVIRONMENT = "berth.io/environment";
  private static final int MAX_EVIDENCE = 10;

  private final ClusterView view;

  public SubjectReader(ClusterView view) {
    this.view = view;
  }

  /**
   * Observes a workload.
   *
   * @param pods all pods that it owns, directly or indirectly
   * @param events the Events about it and its pods, in any order
   * @param now by Berth's clock
   * @param serverTime lower bound of the API server's clock; null where unknown
   */
  public WorkloadObserved workload(
      Subject subject,
      Collection<Pod> pods,
      Collection<Event> events,
      Instant now,
      @Nullable Instant serverTime) {
    Deployment deployment =
        "Deployment".equals(subject.kind())
            ? view.deployment(subject.namespace(), subject.name())
            : null;
    List<PodSnapshot> seen =
        pods.stream()
            .filter(PodSnapshotReader::isRelevant)
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
            .map(pod -> PodSnapshotReader.read(pod, nodeReady(pod)))
            .toList();
    return new WorkloadObserved(
        now,
        serverTime,
        deployment == null ? null : AppReader.read(deployment, view),
        deployment != null && OwnerResolver.isManagedByBerth(deployment),
        production(subject.namespace()),
        deployment == null ? null : RolloutReader.read(deployment),
        seen,
        evidence(events));
  }

  /** Observes a node. */
  public static NodeObserved node(Node node, Instant now) {
    NodeCondition ready = readyCondition(node);
    return new NodeObserved(
        now,
        ready == null ? "Unknown" : Objects.requireNonNullElse(ready.getStatus(), "Unknown"),
        Boolean.TRUE.equals(node.getSpec() == null ? null : node.getSpec().getUnschedulable()),
        ready == null ? null : KubernetesTimes.read(ready.getLastTransitionTime()),
        ready == null
            ? "it has no condition Ready"
            : ClusterMessages.redact(ready.getReason() + ": " + ready.getMessage()));
  }

  /** Whether a node's condition Ready is True. */
  public static boolean isReady(Node node) {
    NodeCondition ready = readyCondition(node);
    return ready != null && "True".equals(ready.getStatus());
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

  /** A namespace without the label is a production one. */
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
                        Objects.requireNonNullElse(
                            KubernetesEventReader.occurredAt(event), Instant.EPOCH)))
            .map(SubjectReader::line)
            .toList();
    return all.size() <= MAX_EVIDENCE ? all : all.subList(all.size() - MAX_EVIDENCE, all.size());
  }

  private static String line(Event event) {
    String text =
        "%s %s %s (%d×) %s: %s"
            .formatted(
                KubernetesEventReader.occurredAt(event),
                event.getType(),
                event.getReason(),
                KubernetesEventReader.count(event),
                event.getInvolvedObject().getName(),
                ClusterMessages.redact(event.getMessage()));
    return text.length() <= 400 ? text : text.substring(0, 399) + "…";
  }
}
