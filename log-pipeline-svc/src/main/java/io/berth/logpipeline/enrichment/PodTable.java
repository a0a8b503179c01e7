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
 * The facts of all pods, in memory. Deleted pods are kept for 15 minutes because their last records
 * arrive late. One thread writes, any may read.
 */
public final class PodTable {

  static final Duration KEPT = Duration.ofMinutes(15);

  private final Map<String, PodFacts> byUid = new ConcurrentHashMap<>();
  private final Map<String, String> uidByContainer = new ConcurrentHashMap<>();
  private final Map<String, String> uidByName = new ConcurrentHashMap<>();
  private final Map<String, Instant> removals = new ConcurrentHashMap<>();

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
      removals.remove(pod.uid());
    } else {
      removals.put(pod.uid(), pod.goneAt().plus(KEPT));
    }
    purge(now);
  }

  /** The pod was deleted from the topic; its facts are kept for a while. */
  public void remove(String uid, Instant now) {
    if (byUid.containsKey(uid)) {
      removals.putIfAbsent(uid, now.plus(KEPT));
    }
    purge(now);
  }

  /** How many pods are known. */
  public int size() {
    return byUid.size();
  }

  /**
   * The facts of the pod that is meant: that of the container, whatever else is said of it; else
   * that of the uid, unless it is said to be a pod of another name; else that of the name.
   */
  @Nullable PodFacts find(PodRef ref) {
    PodFacts ofContainer =
        ref.containerId() == null ? null : facts(uidByContainer.get(ref.containerId()));
    if (ofContainer != null) {
      return ofContainer;
    }
    PodFacts ofUid = facts(ref.uid());
    if (ofUid != null && ref.agrees(of(ofUid))) {
      return ofUid;
    }
    if (ref.uid() != null || ref.namespace() == null || ref.name() == null) {
      return null;
    }
    String cluster = ref.cluster() == null ? "" : ref.cluster();
    return facts(uidByName.get(name(cluster, ref.namespace(), ref.name())));
  }

  private @Nullable PodFacts facts(@Nullable String uid) {
    return uid == null ? null : byUid.get(uid);
  }

  /** Its cluster is left out: senders have names of their own for clusters. */
  private static PodRef of(PodFacts pod) {
    return new PodRef(pod.uid(), null, null, pod.namespace(), pod.name());
  }

  private void purge(Instant now) {
    removals.forEach(
        (uid, until) -> {
          if (!now.isBefore(until)) {
            removals.remove(uid);
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
