/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.events.cluster.PodFacts;
import io.berth.events.cluster.PodFacts.ContainerFacts;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts pods to records of {@code berth.pods}. */
public final class PodFactsReader {

  private final String cluster;
  private final OwnerResolver owners;

  public PodFactsReader(String cluster, OwnerResolver owners) {
    this.cluster = cluster;
    this.owners = owners;
  }

  /** The facts of an existing pod. */
  public PodFacts facts(Pod pod) {
    Subject owner = owners.of(pod);
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    String app = owners.appOf(owner);
    return new PodFacts(
        pod.getMetadata().getUid(),
        cluster,
        pod.getMetadata().getNamespace(),
        pod.getMetadata().getName(),
        app,
        owner.kind(),
        owner.name(),
        pod.getSpec().getNodeName(),
        status.getPodIP(),
        Objects.requireNonNullElse(status.getPhase(), "Unknown"),
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()),
        containers(pod, status),
        app == null ? null : release(pod),
        KubernetesTimes.read(status.getStartTime()),
        null);
  }

  /** The facts of a deleted pod. */
  public static PodFacts deleted(PodFacts last, Instant at) {
    return new PodFacts(
        last.uid(),
        last.cluster(),
        last.namespace(),
        last.name(),
        last.app(),
        last.ownerKind(),
        last.ownerName(),
        last.node(),
        last.podIp(),
        last.phase(),
        last.labels(),
        last.containers(),
        last.release(),
        last.startedAt(),
        at);
  }

  private static List<ContainerFacts> containers(Pod pod, PodStatus status) {
    return pod.getSpec().getContainers().stream()
        .map(container -> facts(container, statusOf(container, status)))
        .toList();
  }

  private static ContainerFacts facts(Container container, @Nullable ContainerStatus status) {
    ResourceRequirements resources =
        Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
    return new ContainerFacts(
        container.getName(),
        status == null ? null : withoutScheme(status.getContainerID()),
        Objects.requireNonNullElse(container.getImage(), ""),
        status == null || blank(status.getImageID()) ? null : status.getImageID(),
        Quantities.cpuMillis(resources.getRequests()),
        Quantities.cpuMillis(resources.getLimits()),
        Quantities.memoryBytes(resources.getRequests()),
        Quantities.memoryBytes(resources.getLimits()));
  }

  private static @Nullable ContainerStatus statusOf(Container container, PodStatus status) {
    return status.getContainerStatuses().stream()
        .filter(one -> container.getName().equals(one.getName()))
        .findFirst()
        .orElse(null);
  }

  static @Nullable String withoutScheme(@Nullable String id) {
    if (id == null || id.isBlank()) {
      return null;
    }
    int scheme = id.indexOf("://");
    return scheme < 0 ? id : id.substring(scheme + 3);
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static @Nullable Long release(Pod pod) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    String text =
        annotations.getOrDefault(
            "berth.io/release", labels.getOrDefault("app.kubernetes.io/version", ""));
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
