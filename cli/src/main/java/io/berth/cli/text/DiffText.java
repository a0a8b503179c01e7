/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.text;

import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Formats what the clusters say that a dry run would change. Pure. */
public final class DiffText {

  /** What every release changes, also one of the same file. */
  private static final Set<String> OF_EVERY_RELEASE =
      Set.of(
          "metadata.labels.app.kubernetes.io/version",
          "spec.template.metadata.labels.app.kubernetes.io/version",
          "spec.template.metadata.annotations.berth.io/release",
          "spec.template.metadata.annotations.berth.io/command-id",
          "spec.template.metadata.annotations.berth.io/command-by",
          "spec.template.metadata.annotations.berth.io/restarted-at");

  /** The release's number in each container: its variables with the prefix BERTH_ are reserved. */
  private static final String RELEASE_VARIABLE = ".env[BERTH_RELEASE].value";

  /** deploy-svc reports so many changes of an object at most. */
  private static final int MAX_CHANGES = 100;

  private DiffText() {}

  /** Whether any cluster has a difference. */
  public static boolean differs(JsonNode operation) {
    return StreamSupport.stream(operation.path("clusters").spliterator(), false)
        .anyMatch(outcome -> !differences(outcome).isEmpty());
  }

  private static List<JsonNode> differences(JsonNode outcome) {
    return StreamSupport.stream(outcome.path("diff").spliterator(), false)
        .filter(change -> !isOfEveryRelease(change.path("field").asString()))
        .toList();
  }

  private static boolean isOfEveryRelease(String field) {
    return OF_EVERY_RELEASE.contains(field) || field.endsWith(RELEASE_VARIABLE);
  }

  /** The differences of each cluster, or why it has none to tell. */
  public static String of(JsonNode operation) {
    StringBuilder text = new StringBuilder();
    for (JsonNode outcome : operation.path("clusters")) {
      text.append(text.isEmpty() ? "" : "\n").append(cluster(outcome));
    }
    return text.toString();
  }

  private static String cluster(JsonNode outcome) {
    String cluster = outcome.path("cluster").asString();
    String verdict = outcome.path("verdict").asString("");
    if (!verdict.equals("SUCCEEDED")) {
      String summary = outcome.path("summary").asString("no answer in time");
      return cluster + ": " + verdict + " " + summary + OperationText.why(outcome);
    }
    List<JsonNode> differences = differences(outcome);
    StringBuilder text = new StringBuilder(cluster);
    text.append(
        switch (differences.size()) {
          case 0 -> ": no difference";
          case 1 -> ": 1 difference";
          default -> ": " + differences.size() + " differences";
        });
    String object = "";
    for (JsonNode change : differences) {
      String name = change.path("object").asString();
      if (!name.equals(object) && !isWhole(change)) {
        text.append("\n  ").append(name);
        text.append(isCut(outcome, name) ? " (the first " + MAX_CHANGES + " changes)" : "");
      }
      object = name;
      text.append(line(change));
    }
    outcome.path("notes").forEach(note -> text.append("\n  → ").append(note.asString()));
    return text.toString();
  }

  /** Whether the object as a whole is new, or goes. */
  private static boolean isWhole(JsonNode change) {
    return change.path("field").asString().isEmpty();
  }

  private static boolean isCut(JsonNode outcome, String object) {
    return StreamSupport.stream(outcome.path("diff").spliterator(), false)
            .filter(change -> change.path("object").asString().equals(object))
            .count()
        >= MAX_CHANGES;
  }

  private static String line(JsonNode change) {
    JsonNode from = change.path("from");
    JsonNode to = change.path("to");
    if (isWhole(change)) {
      return "\n  " + (hasValue(to) ? "+ " : "- ") + change.path("object").asString();
    }
    String path = change.path("field").asString();
    if (!hasValue(from)) {
      return "\n    + " + path + ": " + to.asString();
    }
    if (!hasValue(to)) {
      return "\n    - " + path + ": " + from.asString();
    }
    return from.equals(to)
        ? "\n    ~ " + path + ": " + to.asString()
        : "\n    ~ " + path + ": " + from.asString() + " → " + to.asString();
  }

  private static boolean hasValue(JsonNode value) {
    return !value.isMissingNode() && !value.isNull();
  }
}
