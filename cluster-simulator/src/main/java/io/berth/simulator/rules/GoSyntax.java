/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Values as Go prints them: Kubernetes' validation messages show them so. */
record GoSyntax(String text) {

  /** {@code map[string]string{"a":"b"}}. */
  static GoSyntax map(JsonNode map) {
    if (JsonTrees.isAbsent(map)) {
      return new GoSyntax("map[string]string(nil)");
    }
    List<String> entries = new ArrayList<>();
    new TreeMap<>(JsonTrees.texts(map)).forEach((k, v) -> entries.add('"' + k + "\":\"" + v + '"'));
    return new GoSyntax("map[string]string{" + String.join(", ", entries) + "}");
  }

  /** A {@code LabelSelector} without expressions. */
  static GoSyntax selector(JsonNode selector) {
    return new GoSyntax(
        "v1.LabelSelector{MatchLabels:"
            + map(selector.path("matchLabels")).text()
            + ", MatchExpressions:[]v1.LabelSelectorRequirement(nil)}");
  }

  /** As the search for ports with one number compares them: without names and targets. */
  static GoSyntax servicePort(String protocol, JsonNode port) {
    return new GoSyntax(
        "core.ServicePort{Name:\"\", Protocol:\""
            + protocol
            + "\", AppProtocol:(*string)(nil), Port:"
            + port.path("port").asLong(0)
            + ", TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}, NodePort:0}");
  }

  @Override
  public String toString() {
    return text;
  }
}
