/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kubernetes;

import io.berth.deploy.manifest.Annotations;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts ready pods by the release that their template names. */
final class ReadyPodCounts {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private ReadyPodCounts() {}

  static SortedMap<Long, Integer> byRelease(List<Pod> pods) {
    SortedMap<Long, Integer> counts = new TreeMap<>();
    pods.stream()
        .filter(ReadyPodCounts::isReady)
        .map(ReadyPodCounts::release)
        .flatMapToLong(OptionalLong::stream)
        .forEach(release -> counts.merge(release, 1, Integer::sum));
    return counts;
  }

  private static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  /** Empty where somebody changed the annotation: it is not known then. */
  private static OptionalLong release(Pod pod) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    String text = annotations.getOrDefault(Annotations.RELEASE, "");
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
