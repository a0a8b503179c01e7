/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The container of a pod that keeps it from being ready: the first init container that has not
 * ended well, else one that ended or cannot start, else one that runs and is not ready. Among equal
 * ones the application's own comes first; a kubelet sorts their statuses by name.
 *
 * @param kind what it is
 * @param status empty where the node has reported none
 */
record BlockingContainer(Kind kind, Optional<ContainerStatus> status) {

  /** What a container is in its pod. */
  enum Kind {
    OWN,
    INIT,
    SIDECAR
  }

  static BlockingContainer of(Pod pod) {
    if (pod.getStatus() == null) {
      return new BlockingContainer(Kind.OWN, Optional.empty());
    }
    Optional<ContainerStatus> init =
        stream(pod.getStatus().getInitContainerStatuses())
            .filter(status -> !hasEndedWell(status))
            .findFirst();
    boolean started =
        stream(pod.getStatus().getContainerStatuses()).anyMatch(BlockingContainer::ran);
    if (init.isPresent() && !started) {
      return new BlockingContainer(Kind.INIT, init);
    }
    List<String> order = names(pod);
    return stream(pod.getStatus().getContainerStatuses())
        .min(
            Comparator.comparing(BlockingContainer::rank)
                .thenComparing(status -> order.indexOf(status.getName())))
        .map(
            status ->
                new BlockingContainer(
                    order.indexOf(status.getName()) > 0 ? Kind.SIDECAR : Kind.OWN,
                    Optional.of(status)))
        .orElseGet(() -> new BlockingContainer(Kind.OWN, Optional.empty()));
  }

  boolean isOwn() {
    return kind == Kind.OWN;
  }

  boolean isInit() {
    return kind == Kind.INIT;
  }

  /** What runs in it, as a sentence begins. */
  String program() {
    return isOwn() ? "The application" : named();
  }

  /** The container itself, as a sentence begins. */
  String named() {
    return switch (kind) {
      case OWN -> "The container";
      case INIT -> "The init container '" + name() + "'";
      case SIDECAR -> "The sidecar '" + name() + "'";
    };
  }

  /** What follows something of it: nothing where it is the application's own. */
  String ofNamed() {
    return switch (kind) {
      case OWN -> "";
      case INIT -> " of the init container '" + name() + "'";
      case SIDECAR -> " of the sidecar '" + name() + "'";
    };
  }

  /** Whether an Event about the pod is about this container, or about none in particular. */
  boolean isConcernedBy(Event event) {
    String path =
        event.getInvolvedObject() == null ? null : event.getInvolvedObject().getFieldPath();
    return path == null || !path.endsWith("}") || path.endsWith("{" + name() + "}");
  }

  String name() {
    return status.map(ContainerStatus::getName).orElse("");
  }

  Optional<Container> spec(Pod pod) {
    if (pod.getSpec() == null) {
      return Optional.empty();
    }
    List<Container> containers =
        kind == Kind.INIT ? pod.getSpec().getInitContainers() : pod.getSpec().getContainers();
    return stream(containers).filter(container -> name().equals(container.getName())).findFirst();
  }

  private static List<String> names(Pod pod) {
    List<Container> containers = pod.getSpec() == null ? null : pod.getSpec().getContainers();
    return stream(containers).map(Container::getName).toList();
  }

  /** Failed, then not ready, then ready. */
  private static int rank(ContainerStatus status) {
    if (Boolean.TRUE.equals(status.getReady())) {
      return 2;
    }
    ContainerState state = status.getState();
    boolean failed =
        hasEnded(state)
            || hasEnded(status.getLastState())
            || state != null
                && state.getWaiting() != null
                && !PodInspection.isCreating(state.getWaiting().getReason());
    return failed ? 0 : 1;
  }

  /** An init container is ready when it has ended well. */
  private static boolean hasEndedWell(ContainerStatus status) {
    return Boolean.TRUE.equals(status.getReady())
        || status.getState() != null
            && status.getState().getTerminated() != null
            && Integer.valueOf(0).equals(status.getState().getTerminated().getExitCode());
  }

  /** Containers start only after every init container; a node forgets ended ones in time. */
  private static boolean ran(ContainerStatus status) {
    return status.getState() != null
            && (status.getState().getRunning() != null || hasEnded(status.getState()))
        || hasEnded(status.getLastState());
  }

  private static boolean hasEnded(@Nullable ContainerState state) {
    return state != null && state.getTerminated() != null;
  }

  private static <T> Stream<T> stream(@Nullable List<T> list) {
    return list == null ? Stream.empty() : list.stream();
  }
}
