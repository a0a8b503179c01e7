/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.text;

import io.berth.cli.terminal.EscapedText;
import tools.jackson.databind.JsonNode;

/**
 * A log record in the Elastic Common Schema as a line that begins with its time. More lines of its
 * message follow behind a bar, so that none of them looks like another record.
 */
public final class LogRecordText {

  private static final String CONTINUED = "\n    | ";

  private LogRecordText() {}

  /**
   * @param item with its line ends made visible
   */
  public static String of(JsonNode item) {
    JsonNode log = item.path("document").isObject() ? item.path("document") : item;
    String where = first(log, "pod", "kubernetes.pod.name", "service.name", "service", "host.name");
    return (first(log, "@timestamp", "timestamp", "time")
            + "  "
            + OperationText.pad(first(log, "log.level", "level"), 6)
            + where
            + "  "
            + first(log, "message", "error.message"))
        .strip()
        .replace(String.valueOf(EscapedText.LINE_END), CONTINUED);
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
