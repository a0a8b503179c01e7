/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.diagnosis.Diagnostician;
import io.berth.deploy.diagnosis.Scene;
import io.berth.events.AppRef;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events and last log lines of pods in trouble. Asked for, not watched: Events bear no label, so a
 * watch would bring those of the whole cluster; and only a roll-out in trouble needs them.
 */
final class Troubles {

  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final int MOST_APPS = 200;
  private static final int LAST_LINES = 20;

  /** What a node answers, as if it were the log, when it has just cleared the container away. */
  private static final String NO_LINES = "unable to retrieve container logs for ";

  private final KubernetesClient client;
  private final Map<AppRef, Told> told = new ConcurrentHashMap<>();

  private record Told(Instant at, List<Event> events, Map<String, String> logs) {}

  Troubles(KubernetesClient client) {
    this.client = client;
  }

  Scene told(AppRef app, Scene bare) {
    Told known = told.get(app);
    Instant now = Instant.now();
    if (known == null || known.at().isBefore(now.minus(BETWEEN))) {
      known = new Told(now, events(app, bare), logs(bare, known));
      if (told.size() > MOST_APPS) {
        told.clear();
      }
      told.put(app, known);
    }
    return new Scene(bare.deployment(), bare.pods(), known.events(), known.logs());
  }

  private List<Event> events(AppRef app, Scene bare) {
    List<String> names = bare.pods().stream().map(pod -> pod.getMetadata().getName()).toList();
    try {
      return client.v1().events().inNamespace(app.namespace()).list().getItems().stream()
          .filter(event -> event.getInvolvedObject() != null)
          .filter(event -> names.contains(event.getInvolvedObject().getName()))
          .sorted(Comparator.comparing(Troubles::lastSeen))
          .toList();
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }

  private static String lastSeen(Event event) {
    return event.getLastTimestamp() == null ? "" : event.getLastTimestamp();
  }

  /**
   * What was heard before stays where there is nothing newer: nodes clear ended containers away.
   */
  private Map<String, String> logs(Scene bare, @Nullable Told known) {
    Map<String, String> logs = new HashMap<>();
    for (Pod pod : Diagnostician.speakers(bare)) {
      String name = pod.getMetadata().getName();
      String lines = lastLines(pod);
      logs.put(
          name, lines.isBlank() && known != null ? known.logs().getOrDefault(name, "") : lines);
    }
    return logs;
  }

  /** The ended container's words where there is one, else the running one's. */
  private String lastLines(Pod pod) {
    var resource =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName());
    String ended = lines(() -> resource.terminated().tailingLines(LAST_LINES).getLog());
    return ended.isBlank() ? lines(() -> resource.tailingLines(LAST_LINES).getLog()) : ended;
  }

  private static String lines(Supplier<String> log) {
    try {
      String lines = Secrets.redacted(log.get());
      return lines.startsWith(NO_LINES) ? "" : lines;
    } catch (KubernetesClientException e) {
      return "";
    }
  }
}
