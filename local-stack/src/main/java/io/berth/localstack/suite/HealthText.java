/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes one line of a health report: only what is not well. Pure. */
final class HealthText {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST = 300;

  private HealthText() {}

  static String brief(String body) {
    try {
      var faults = new ArrayList<String>();
      collect("", JSON.readTree(body), faults);
      return shortened(faults.isEmpty() ? body : String.join("; ", faults));
    } catch (JacksonException _) {
      return shortened(body);
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

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
  }
}
