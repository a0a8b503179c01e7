/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/** Formats the gateway's view of operations as text. Pure. */
public final class OperationText {

  private static final int BAR = 10;

  private OperationText() {}

  /** One cluster of an operation in a line. */
  public static String line(JsonNode outcome) {
    StringBuilder line = new StringBuilder(pad(outcome.path("cluster").asString(), 8));
    if (isSkipped(outcome)) {
      return line.append("does not have it").toString();
    }
    JsonNode progress = outcome.path("progress");
    JsonNode verdict = outcome.path("verdict");
    // A command that waits for its wave wants no replicas yet: its last step says what it waits
    // for.
    boolean showsBar =
        !progress.isMissingNode()
            && (!verdict.isMissingNode() || progress.path("wanted").asInt(0) > 0);
    if (showsBar) {
      line.append(bar(progress)).append("  ");
    }
    if (!verdict.isMissingNode()) {
      return line.append(pad(verdict.asString(), 12))
          .append(outcome.path("summary").asString(""))
          .toString()
          .stripTrailing();
    }
    JsonNode steps = outcome.path("steps");
    String last =
        steps.isEmpty() ? "waiting for it" : steps.get(steps.size() - 1).path("text").asString();
    return line.append(showsBar ? "rolling out" : last).toString();
  }

  /** Whether the cluster is no target of the command, because it lacks the application. */
  private static boolean isSkipped(JsonNode outcome) {
    return outcome.path("skipped").asBoolean(false);
  }

  /** Ready of wanted, drawn: {@code ██████···· 2/3 ready, 2 new}. */
  static String bar(JsonNode progress) {
    int wanted = progress.path("wanted").asInt(0);
    int ready = progress.path("ready").asInt(0);
    int full = wanted == 0 ? BAR : Math.min(BAR, BAR * ready / wanted);
    return "█".repeat(full)
        + "·".repeat(BAR - full)
        + "  "
        + ready
        + "/"
        + wanted
        + " ready, "
        + progress.path("updated").asInt(0)
        + " new";
  }

  /** Why a cluster did not do it: violations or the diagnosis; empty where it did or need not. */
  public static String why(JsonNode outcome) {
    if (isSkipped(outcome)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    String cluster = outcome.path("cluster").asString();
    for (JsonNode violation : outcome.path("violations")) {
      text.append("\n  ")
          .append(cluster)
          .append(" refused ")
          .append(violation.path("field").asString())
          .append(": found ")
          .append(violation.path("found").asString())
          .append(", wanted ")
          .append(violation.path("wanted").asString())
          .append("  [")
          .append(violation.path("rule").asString())
          .append(" v")
          .append(violation.path("version").asInt())
          .append("]\n    ")
          .append(violation.path("help").asString(""));
    }
    return text.append(diagnosis(cluster, outcome.path("diagnosis"))).toString();
  }

  private static String diagnosis(String cluster, JsonNode diagnosis) {
    if (diagnosis.isMissingNode()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append("\n  ").append(cluster).append(": ");
    text.append(diagnosis.path("explanation").asString());
    for (JsonNode evidence : diagnosis.path("evidence")) {
      text.append("\n    seen in ")
          .append(evidence.path("source").asString())
          .append(" of ")
          .append(evidence.path("object").asString())
          .append(": ")
          .append(evidence.path("text").asString().strip());
    }
    for (JsonNode advice : diagnosis.path("advice")) {
      text.append("\n    → ").append(advice.asString());
    }
    return text.toString();
  }

  /** How long ago, in the one unit that matters. */
  public static String ago(String time, Instant now) {
    try {
      long seconds = Math.max(0, Duration.between(Instant.parse(time), now).toSeconds());
      if (seconds < 120) {
        return seconds + " s";
      }
      if (seconds < 7200) {
        return seconds / 60 + " min";
      }
      return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    } catch (DateTimeParseException _) {
      return "?";
    }
  }

  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
