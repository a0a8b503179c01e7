/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** What tests of pods on nodes have in common: one application, {@code web}. */
public abstract class PodsContract extends ClusterContract {

  /** The image with that tag, as the cluster's nodes can have it. */
  protected abstract String image(String tag);

  /** On any node, without probes. */
  Deployment unprobed(int replicas, String tag) {
    return new DeploymentBuilder(deployment("web", replicas, image(tag)))
        .editSpec()
        .editTemplate()
        .editSpec()
        .withNodeSelector(Map.of())
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /**
   * With probes that the images answer. Those that fail are asked less often: each failure is an
   * Event, and a kubelet writes five of them a second, those of every pod in one queue.
   */
  protected Deployment probed(int replicas, String tag) {
    int period = tag.contains("-") ? 3 : 1;
    return new DeploymentBuilder(unprobed(replicas, tag))
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .withReadinessProbe(probe("/cgi-bin/ready", period))
        .withLivenessProbe(probe("/cgi-bin/live", period))
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static io.fabric8.kubernetes.api.model.Probe probe(String path, int period) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(8080)
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(5)
        .withFailureThreshold(2)
        .build();
  }

  void start(int replicas, String tag) {
    client().resource(probed(replicas, tag)).create();
  }

  void awaitReady(int replicas) {
    eventually(
        () ->
            live().getStatus() != null
                && Integer.valueOf(replicas).equals(live().getStatus().getAvailableReplicas()));
  }

  Deployment live() {
    return client().apps().deployments().inNamespace(namespace).withName("web").get();
  }

  Pod pod() {
    return pods().getFirst();
  }

  ContainerStatus status() {
    List<Pod> pods = pods();
    boolean none =
        pods.isEmpty()
            || pods.getFirst().getStatus() == null
            || pods.getFirst().getStatus().getContainerStatuses().isEmpty();
    return none
        ? new ContainerStatus()
        : pods.getFirst().getStatus().getContainerStatuses().getFirst();
  }

  /** The first status that is as wanted; the container may be in another state soon after. */
  ContainerStatus eventuallyStatus(Predicate<ContainerStatus> wanted) {
    var seen = new AtomicReference<ContainerStatus>();
    eventually(
        () -> {
          seen.set(status());
          return wanted.test(seen.get());
        });
    return seen.get();
  }

  boolean isWaitingFor(String reason) {
    return isWaitingFor(reason, status());
  }

  static boolean isWaitingFor(String reason, ContainerStatus status) {
    return status.getState() != null
        && status.getState().getWaiting() != null
        && reason.equals(status.getState().getWaiting().getReason());
  }

  boolean restarted() {
    return hasRestarted(status());
  }

  static boolean hasRestarted(ContainerStatus status) {
    return status.getRestartCount() != null && status.getRestartCount() >= 1;
  }

  static PodCondition condition(Pod pod, String type) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElse(new PodCondition());
  }

  List<Event> events(String reason) {
    return client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .toList();
  }

  List<String> messages(String reason) {
    return events(reason).stream().map(Event::getMessage).toList();
  }

  /** Empty while its node has cleared the last run away for the one after it. */
  String previousLog(String container) {
    try {
      return client().pods().resource(pod()).inContainer(container).terminated().getLog();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 400 && e.getMessage().contains("not found")) {
        return "";
      }
      throw e;
    }
  }

  /**
   * Events and status come by queues of their own, so that either may be the first: who has seen
   * one waits for the other.
   */
  void eventuallyReported(String reason, String message) {
    eventually(() -> messages(reason).contains(message));
  }
}
