/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.rules;

import io.berth.localstack.cluster.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Values as Go prints them: Kubernetes' validation messages show them so. */
record Go(String text) {

  /** {@code map[string]string{"a":"b"}}. */
  static Go map(JsonNode map) {
    if (Json.isAbsent(map)) {
      return new Go("map[string]string(nil)");
    }
    List<String> entries = new ArrayList<>();
    new TreeMap<>(Json.texts(map)).forEach((k, v) -> entries.add('"' + k + "\":\"" + v + '"'));
    return new Go("map[string]string{" + String.join(", ", entries) + "}");
  }

  /** A {@code LabelSelector} without expressions. */
  static Go selector(JsonNode selector) {
    return new Go(
        "v1.LabelSelector{MatchLabels:"
            + map(selector.path("matchLabels")).text()
            + ", MatchExpressions:[]v1.LabelSelectorRequirement(nil)}");
  }

  @Override
  public String toString() {
    return text;
  }
}
