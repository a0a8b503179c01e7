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
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Events and last log lines of pods in trouble. Asked for, not watched: Events bear no label, so a
 * watch would bring those of the whole cluster; and only a roll-out in trouble needs them. Between
 * two turns of an application what was heard before stands.
 */
final class Troubles {

  /** The ones that nobody asked for longest are forgotten. */
  private static final int MOST_APPS = 1000;

  private static final int LAST_LINES = 20;

  /** What a node answers, as if it were the log, when it has just cleared the container away. */
  private static final String NO_LINES = "unable to retrieve container logs for ";

  private final KubernetesClient client;
  private final PodEvents events;
  private final Pace pace = new Pace(System::nanoTime);
  private final Map<AppRef, Told> told =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<AppRef, Told> eldest) {
              return size() > MOST_APPS;
            }
          });

  private record Told(List<Event> events, Map<String, String> logs) {
    static final Told NOTHING = new Told(List.of(), Map.of());
  }

  Troubles(KubernetesClient client) {
    this.client = client;
    this.events = new PodEvents(client);
  }

  Scene told(AppRef app, Scene bare) {
    Told known = told.getOrDefault(app, Told.NOTHING);
    if (pace.turn(app)) {
      known = new Told(events.of(app.namespace(), bare), logs(bare, known));
      told.put(app, known);
    }
    return new Scene(bare.deployment(), bare.pods(), known.events(), known.logs());
  }

  /**
   * What was heard before stays where there is nothing newer: nodes clear ended containers away.
   */
  private Map<String, String> logs(Scene bare, Told known) {
    Map<String, String> logs = new HashMap<>();
    for (Pod pod : Diagnostician.speakers(bare)) {
      String name = pod.getMetadata().getName();
      String lines = lastLines(pod);
      logs.put(name, lines.isBlank() ? known.logs().getOrDefault(name, "") : lines);
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
