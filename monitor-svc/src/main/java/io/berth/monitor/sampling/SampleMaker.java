/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.events.ClusterAppRef;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.monitor.alerting.RolloutSeen;
import io.berth.monitor.observing.PodStates;
import io.berth.monitor.observing.Quantities;
import io.berth.monitor.observing.SubjectReader;
import io.berth.monitor.observing.Times;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sample of an application: every pod that it owns, also those of which nobody knows a figure.
 * Silence is not health.
 */
public final class SampleMaker {

  private final String cluster;
  private final Duration oldest;

  /**
   * @param cluster where
   * @param oldest figures older than this are as good as none
   */
  public SampleMaker(String cluster, Duration oldest) {
    this.cluster = cluster;
    this.oldest = oldest;
  }

  /** The sample as of now. */
  public ResourceSample sample(
      Deployment deployment, Collection<Pod> pods, Map<ContainerRef, Figure> figures, Instant now) {
    RolloutSeen rollout = SubjectReader.rollout(deployment);
    List<Figure> used =
        pods.stream()
            .flatMap(
                pod ->
                    pod.getSpec().getContainers().stream()
                        .map(container -> figure(pod, container, figures, now)))
            .filter(Objects::nonNull)
            .toList();
    return new ResourceSample(
        new ClusterAppRef(
            cluster, deployment.getMetadata().getNamespace(), deployment.getMetadata().getName()),
        now,
        used.stream().map(Figure::window).max(Comparator.naturalOrder()).orElse(Duration.ZERO),
        source(used),
        rollout.wanted(),
        rollout.running(),
        pods.stream()
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
            .map(pod -> pod(pod, figures, now))
            .toList());
  }

  private static String source(List<Figure> used) {
    return used.stream().anyMatch(figure -> Figure.METRICS_API.equals(figure.source()))
        ? Figure.METRICS_API
        : Figure.KUBELET;
  }

  private PodSample pod(Pod pod, Map<ContainerRef, Figure> figures, Instant now) {
    PodCondition ready = PodStates.condition(pod, "Ready");
    List<Container> containers = pod.getSpec().getContainers();
    return new PodSample(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        pod.getSpec().getNodeName(),
        pod.getStatus() == null
            ? "Unknown"
            : Objects.requireNonNullElse(pod.getStatus().getPhase(), "Unknown"),
        pod.getMetadata().getDeletionTimestamp() != null,
        pod.getStatus() == null ? null : Times.read(pod.getStatus().getStartTime()),
        PodStates.ready(pod),
        ready == null ? null : Times.read(ready.getLastTransitionTime()),
        containers.stream()
            .map(container -> figure(pod, container, figures, now))
            .filter(Objects::nonNull)
            .map(Figure::at)
            .min(Comparator.naturalOrder())
            .orElse(null),
        containers.stream().map(c -> container(c, figure(pod, c, figures, now))).toList());
  }

  private static ContainerSample container(Container container, @Nullable Figure figure) {
    ResourceRequirements resources =
        Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
    return new ContainerSample(
        container.getName(),
        figure == null ? null : figure.cpuMillis(),
        figure == null ? null : figure.memoryBytes(),
        Quantities.cpuMillis(resources.getRequests()),
        Quantities.cpuMillis(resources.getLimits()),
        Quantities.memoryBytes(resources.getRequests()),
        Quantities.memoryBytes(resources.getLimits()));
  }

  /** A figure from before the pod started is that of a pod with the same name. */
  private @Nullable Figure figure(
      Pod pod, Container container, Map<ContainerRef, Figure> figures, Instant now) {
    Figure figure =
        figures.get(
            new ContainerRef(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                container.getName()));
    if (figure == null || figure.at().plus(oldest).isBefore(now)) {
      return null;
    }
    Instant started = pod.getStatus() == null ? null : Times.read(pod.getStatus().getStartTime());
    // Kubernetes' times have whole seconds.
    return started != null && figure.at().plusSeconds(1).isBefore(started) ? null : figure;
  }
}
