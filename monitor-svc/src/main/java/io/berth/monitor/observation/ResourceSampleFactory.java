/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.events.ClusterAppRef;
import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.metrics.ResourceSample.SourceFailure;
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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates the sample of an application: with every pod that it owns, including those without
 * samples, because a missing sample does not mean that a pod is healthy.
 */
public final class ResourceSampleFactory {

  private final String cluster;
  private final Duration maxAge;

  /**
   * @param cluster its name
   * @param maxAge samples older than this are ignored
   */
  public ResourceSampleFactory(String cluster, Duration maxAge) {
    this.cluster = cluster;
    this.maxAge = maxAge;
  }

  /**
   * Creates the sample as of now.
   *
   * @param failures the reasons of missing samples, by the nodes of the pods
   */
  public ResourceSample sample(
      Deployment deployment,
      Collection<Pod> pods,
      Map<ContainerRef, UsageSample> usages,
      Function<Set<String>, List<SourceFailure>> failures,
      Instant now) {
    RolloutSnapshot rollout = RolloutReader.read(deployment);
    List<UsageSample> used =
        pods.stream()
            .flatMap(
                pod ->
                    LongRunningContainers.of(pod).stream()
                        .map(container -> usage(pod, container, usages, now)))
            .filter(Objects::nonNull)
            .toList();
    return new ResourceSample(
        new ClusterAppRef(
            cluster, deployment.getMetadata().getNamespace(), deployment.getMetadata().getName()),
        now,
        used.stream().map(UsageSample::window).max(Comparator.naturalOrder()).orElse(Duration.ZERO),
        source(used),
        rollout.wanted(),
        rollout.running(),
        pods.stream()
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
            .map(pod -> pod(pod, usages, now))
            .toList(),
        failures.apply(
            pods.stream()
                .map(pod -> pod.getSpec().getNodeName())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet())));
  }

  private static String source(List<UsageSample> used) {
    return used.stream().anyMatch(usage -> UsageSample.METRICS_API.equals(usage.source()))
        ? UsageSample.METRICS_API
        : UsageSample.KUBELET;
  }

  private PodSample pod(Pod pod, Map<ContainerRef, UsageSample> usages, Instant now) {
    PodCondition ready = PodSnapshotReader.condition(pod, "Ready");
    List<Container> containers = LongRunningContainers.of(pod);
    return new PodSample(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        pod.getSpec().getNodeName(),
        pod.getStatus() == null
            ? "Unknown"
            : Objects.requireNonNullElse(pod.getStatus().getPhase(), "Unknown"),
        pod.getMetadata().getDeletionTimestamp() != null,
        pod.getStatus() == null ? null : KubernetesTimes.read(pod.getStatus().getStartTime()),
        PodSnapshotReader.ready(pod),
        ready == null ? null : KubernetesTimes.read(ready.getLastTransitionTime()),
        containers.stream()
            .map(container -> usage(pod, container, usages, now))
            .filter(Objects::nonNull)
            .map(UsageSample::at)
            .min(Comparator.naturalOrder())
            .orElse(null),
        containers.stream().map(c -> container(c, usage(pod, c, usages, now))).toList());
  }

  private static ContainerSample container(Container container, @Nullable UsageSample usage) {
    ResourceRequirements resources =
        Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
    return new ContainerSample(
        container.getName(),
        usage == null ? null : usage.cpuMillis(),
        usage == null ? null : usage.memoryBytes(),
        Quantities.cpuMillis(resources.getRequests()),
        Quantities.cpuMillis(resources.getLimits()),
        Quantities.memoryBytes(resources.getRequests()),
        Quantities.memoryBytes(resources.getLimits()));
  }

  /** Ignores samples from before the pod's start: they belong to another pod of the same name. */
  private @Nullable UsageSample usage(
      Pod pod, Container container, Map<ContainerRef, UsageSample> usages, Instant now) {
    UsageSample usage =
        usages.get(
            new ContainerRef(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                container.getName()));
    if (usage == null || usage.at().plus(maxAge).isBefore(now)) {
      return null;
    }
    Instant started =
        pod.getStatus() == null ? null : KubernetesTimes.read(pod.getStatus().getStartTime());
    // Kubernetes' timestamps have whole seconds.
    return started != null && usage.at().plusSeconds(1).isBefore(started) ? null : usage;
  }
}
