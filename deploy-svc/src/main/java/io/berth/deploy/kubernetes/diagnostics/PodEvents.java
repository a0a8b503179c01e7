/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes.diagnostics;

import io.berth.deploy.diagnosis.DiagnosisInput;
import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.EventTimes;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Events about an application's pods: one page of the namespace's Events where that is all of
 * them, otherwise those of the most suspicious pods. So a response stays small however many pods
 * crash.
 */
final class PodEvents {

  /** Events in one response. */
  static final int PAGE = 500;

  /** Pods whose Events are fetched one by one. */
  static final int MAX_PODS = 3;

  /** Events kept for an application. */
  private static final int MAX_KEPT = 50;

  private final KubernetesClient client;

  PodEvents(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The oldest first; no Event where this service may not read them.
   *
   * @return empty where the API server does not answer: the next request may be answered
   */
  Optional<List<Event>> of(String namespace, DiagnosisInput bare) {
    try {
      List<Event> found = found(namespace, bare);
      return Optional.of(
          List.copyOf(found.subList(Math.max(0, found.size() - MAX_KEPT), found.size())));
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? Optional.of(List.of())
          : Optional.empty();
    }
  }

  private List<Event> found(String namespace, DiagnosisInput bare) {
    EventList page = in(namespace).list(onePage());
    Stream<Event> events = more(page) ? ofSuspects(namespace, bare) : page.getItems().stream();
    Map<String, String> pods =
        bare.pods().stream()
            .map(Pod::getMetadata)
            .collect(
                Collectors.toMap(
                    ObjectMeta::getName,
                    pod -> Objects.requireNonNullElse(pod.getUid(), ""),
                    (first, _) -> first));
    return events
        .filter(event -> about(pods, event.getInvolvedObject()))
        .sorted(Comparator.comparing(PodEvents::lastSeen))
        .toList();
  }

  /** An Event outlives its pod: a new pod of the same name has another uid. */
  private static boolean about(Map<String, String> pods, @Nullable ObjectReference object) {
    if (object == null) {
      return false;
    }
    String uid = pods.get(object.getName());
    return uid != null && (uid.isEmpty() || object.getUid() == null || uid.equals(object.getUid()));
  }

  private Stream<Event> ofSuspects(String namespace, DiagnosisInput bare) {
    return Diagnostician.suspects(bare, MAX_PODS).stream()
        .map(Pod::getMetadata)
        .map(ObjectMeta::getName)
        .flatMap(
            pod ->
                in(namespace)
                    .withField("involvedObject.name", pod)
                    .list(onePage())
                    .getItems()
                    .stream());
  }

  private NonNamespaceOperation<Event, EventList, Resource<Event>> in(String namespace) {
    return client.v1().events().inNamespace(namespace);
  }

  /** A new object each time: the client stores the selectors in it. */
  private static ListOptions onePage() {
    return new ListOptionsBuilder().withLimit((long) PAGE).build();
  }

  private static boolean more(EventList page) {
    String next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    return next != null && !next.isEmpty();
  }

  private static Instant lastSeen(Event event) {
    return EventTimes.lastSeen(event).orElse(Instant.MIN);
  }
}
