/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.supervision;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes one line of a health report: only what is not well. Pure. */
final class HealthText {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX = 300;

  private HealthText() {}

  static String brief(String body) {
    try {
      var faults = new ArrayList<String>();
      collect("", JSON.readTree(body), faults);
      return truncate(faults.isEmpty() ? body : String.join("; ", faults));
    } catch (JacksonException _) {
      return truncate(body);
    }
  }

  /** Whether a service reports itself as degraded. */
  static boolean isDegraded(String body) {
    try {
      return "DEGRADED".equals(JSON.readTree(body).path("status").asString(""));
    } catch (JacksonException _) {
      return false;
    }
  }

  private static void collect(String name, JsonNode node, List<String> faults) {
    for (var component : node.path("components").properties()) {
      collect(component.getKey(), component.getValue(), faults);
    }
    boolean isLeaf = node.path("components").isEmpty();
    if (isLeaf && !name.isEmpty() && !"UP".equals(node.path("status").asString("UP"))) {
      String details = node.path("details").isEmpty() ? "" : " " + node.path("details");
      faults.add(name + " " + node.path("status").asString("") + details);
    }
  }

  private static String truncate(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX ? line : line.substring(0, MAX) + " …";
  }
}
