/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Selectors of pods, and which of them mean the application's own pods. */
final class PodSelectors {

  static final String REASON = "Berth selects pods by labels that have one value each.";
  private static final String NAME = "app.kubernetes.io/name";

  private final Source workload;
  private final Source labels;
  private final BerthFile file;

  /**
   * Of a workload.
   *
   * @param workload its selector of its own pods
   * @param labels of its pods
   */
  PodSelectors(Source workload, Source labels, BerthFile file) {
    this.workload = workload;
    this.labels = labels;
    this.file = file;
  }

  /** What a selector selects. */
  enum Scope {
    OWN,
    OWN_AND_MORE,
    OTHERS
  }

  /** The labels that a pod must have; null where the selector says it in another way. */
  @Nullable Map<String, String> labels(Source selector) {
    Map<String, Source> found = new LinkedHashMap<>(selector.field("matchLabels").entries());
    for (Source expression : selector.field("matchExpressions").items()) {
      String key = expression.field("key").text();
      List<Source> values = expression.field("values").items();
      boolean isEquality = "In".equals(expression.field("operator").text()) && values.size() == 1;
      if (key == null || !isEquality || found.put(key, values.getFirst()) != null) {
        return null;
      }
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Map.Entry<String, Source> entry : found.entrySet()) {
      String value = entry.getValue().text();
      if (value == null) {
        return null;
      }
      wanted.put(entry.getKey(), value);
    }
    return wanted.isEmpty() ? null : wanted;
  }

  Scope scope(Map<String, String> wanted) {
    if (!texts(labels).entrySet().containsAll(wanted.entrySet())) {
      return Scope.OTHERS;
    }
    Map<String, String> own = texts(workload.field("matchLabels"));
    boolean isNarrow =
        !own.isEmpty()
            && workload.field("matchExpressions").isEmpty()
            && wanted.entrySet().containsAll(own.entrySet());
    return isNarrow ? Scope.OWN : Scope.OWN_AND_MORE;
  }

  /** Whether the application's pods have the labels in Berth too. */
  boolean areKept(Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            label ->
                label.getKey().equals(NAME)
                    ? label.getValue().equals(file.name())
                    : PodTemplate.isKept(label.getKey()));
  }

  /** Reports each value of a selector. */
  static void report(Source selector, Consumer<Source> outcome) {
    selector.field("matchLabels").entries().values().forEach(outcome);
    for (Source expression : selector.field("matchExpressions").items()) {
      outcome.accept(expression.field("key"));
      outcome.accept(expression.field("operator"));
      expression.field("values").items().forEach(outcome);
    }
  }

  private static Map<String, String> texts(Source labels) {
    Map<String, String> texts = new HashMap<>();
    labels.entries().forEach((name, value) -> texts.put(name, value.textOr("")));
    return texts;
  }
}
