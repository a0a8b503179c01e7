/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cli;

import tools.jackson.databind.JsonNode;

/** A log record in the Elastic Common Schema as one line. */
final class LogLine {

  private LogLine() {}

  static String of(JsonNode item) {
    JsonNode log = item.path("document").isObject() ? item.path("document") : item;
    String where = first(log, "pod", "kubernetes.pod.name", "service.name", "service", "host.name");
    return (first(log, "@timestamp", "timestamp", "time")
            + "  "
            + Words.pad(first(log, "log.level", "level"), 6)
            + where
            + "  "
            + first(log, "message", "error.message"))
        .strip();
  }

  /** The first of the fields that is there, as nested objects or with dots in its name. */
  private static String first(JsonNode log, String... names) {
    for (String name : names) {
      JsonNode nested = log;
      for (String part : name.split("\\.")) {
        nested = nested.path(part);
      }
      JsonNode found = nested.isMissingNode() ? log.path(name) : nested;
      if (found.isValueNode()) {
        return found.asString();
      }
    }
    return "";
  }
}
