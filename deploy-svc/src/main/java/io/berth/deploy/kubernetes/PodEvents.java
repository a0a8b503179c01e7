/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.Scene;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Events about an application's pods. One page of the namespace's, where that is all of them;
 * in a namespace with more, those of the pods that tell most. So an answer stays small however many
 * pods crash there.
 */
final class PodEvents {

  /** Events in one answer. */
  static final int PAGE = 500;

  /** Pods that are asked for one by one. */
  static final int MOST_PODS = 3;

  /** What is remembered of an application's. */
  private static final int MOST_KEPT = 50;

  private final KubernetesClient client;

  PodEvents(KubernetesClient client) {
    this.client = client;
  }

  /** The oldest first; none where the API server does not say. */
  List<Event> of(String namespace, Scene bare) {
    try {
      List<Event> found = found(namespace, bare);
      return List.copyOf(found.subList(Math.max(0, found.size() - MOST_KEPT), found.size()));
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }

  private List<Event> found(String namespace, Scene bare) {
    EventList page = in(namespace).list(onePage());
    Stream<Event> events = more(page) ? ofSuspects(namespace, bare) : page.getItems().stream();
    Set<String> pods =
        bare.pods().stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
    return events
        .filter(event -> event.getInvolvedObject() != null)
        .filter(event -> pods.contains(event.getInvolvedObject().getName()))
        .sorted(Comparator.comparing(PodEvents::lastSeen))
        .toList();
  }

  private Stream<Event> ofSuspects(String namespace, Scene bare) {
    return Diagnostician.suspects(bare, MOST_PODS).stream()
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

  /** New each time: the client writes into it what it is asked to select. */
  private static ListOptions onePage() {
    return new ListOptionsBuilder().withLimit((long) PAGE).build();
  }

  private static boolean more(EventList page) {
    String next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    return next != null && !next.isEmpty();
  }

  private static String lastSeen(Event event) {
    return event.getLastTimestamp() == null ? "" : event.getLastTimestamp();
  }
}
