/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.cluster.PodFacts;
import io.berth.events.cluster.PodFacts.ContainerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts of all pods, in memory. Pods that are gone stay for 15 minutes, because their last
 * words arrive late. One thread writes, any may read.
 */
public final class PodTable {

  static final Duration KEPT = Duration.ofMinutes(15);

  private final Map<String, PodFacts> byUid = new ConcurrentHashMap<>();
  private final Map<String, String> uidByContainer = new ConcurrentHashMap<>();
  private final Map<String, String> uidByName = new ConcurrentHashMap<>();
  private final Map<String, Instant> leaving = new ConcurrentHashMap<>();

  /** Takes new facts. */
  public void put(PodFacts pod, Instant now) {
    byUid.put(pod.uid(), pod);
    uidByName.put(name(pod.cluster(), pod.namespace(), pod.name()), pod.uid());
    uidByName.put(name("", pod.namespace(), pod.name()), pod.uid());
    for (ContainerFacts container : pod.containers()) {
      if (container.containerId() != null) {
        uidByContainer.put(container.containerId(), pod.uid());
      }
    }
    if (pod.goneAt() == null) {
      leaving.remove(pod.uid());
    } else {
      leaving.put(pod.uid(), pod.goneAt().plus(KEPT));
    }
    forget(now);
  }

  /** The topic forgot the pod; here it stays a while. */
  public void gone(String uid, Instant now) {
    if (byUid.containsKey(uid)) {
      leaving.putIfAbsent(uid, now.plus(KEPT));
    }
    forget(now);
  }

  /** How many pods are known. */
  public int size() {
    return byUid.size();
  }

  @Nullable PodFacts find(PodRef ref) {
    String uid = ref.uid();
    if (uid == null && ref.containerId() != null) {
      uid = uidByContainer.get(ref.containerId());
    }
    if (uid == null && ref.namespace() != null && ref.name() != null) {
      String cluster = ref.cluster() == null ? "" : ref.cluster();
      uid = uidByName.get(name(cluster, ref.namespace(), ref.name()));
    }
    return uid == null ? null : byUid.get(uid);
  }

  private void forget(Instant now) {
    leaving.forEach(
        (uid, until) -> {
          if (!now.isBefore(until)) {
            leaving.remove(uid);
            byUid.remove(uid);
            uidByName.values().remove(uid);
            uidByContainer.values().removeIf(uid::equals);
          }
        });
  }

  private static String name(String cluster, String namespace, String name) {
    return cluster + "/" + namespace + "/" + name;
  }
}
