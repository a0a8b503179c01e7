/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import static io.berth.simulator.printing.Column.text;
import static io.berth.simulator.printing.Column.wide;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The columns of Jobs and CronJobs. */
final class BatchColumns {

  private static final String SPEC = "spec";
  private static final String STATUS = "status";

  private BatchColumns() {}

  static List<Column> jobs() {
    return List.of(
        Columns.NAME,
        text("Status", (job, _) -> status(job)),
        text("Completions", (job, _) -> completions(job)),
        text("Duration", BatchColumns::duration),
        Columns.AGE,
        Columns.CONTAINERS,
        Columns.IMAGES,
        Columns.SELECTOR);
  }

  static List<Column> cronJobs() {
    return List.of(
        Columns.NAME,
        text("Schedule", (cronJob, _) -> JsonTrees.text(cronJob, SPEC, "schedule")),
        text("Timezone", (cronJob, _) -> CellFormatter.text(cronJob, SPEC, "timeZone")),
        text(
            "Suspend",
            (cronJob, _) ->
                JsonTrees.at(cronJob, SPEC, "suspend").asBoolean(false) ? "True" : "False"),
        new Column(
            "Active", true, false, (cronJob, _) -> JsonTrees.at(cronJob, STATUS, "active").size()),
        text("Last Schedule", BatchColumns::lastSchedule),
        Columns.AGE,
        wide("Containers", (cronJob, _) -> containers(cronJob, "name")),
        wide("Images", (cronJob, _) -> containers(cronJob, "image")),
        wide("Selector", (_, _) -> CellFormatter.orNone("")));
  }

  private static String status(JsonNode job) {
    if (hasCondition(job, "Complete")) {
      return "Complete";
    }
    if (hasCondition(job, "Failed")) {
      return "Failed";
    }
    if (ObjectMeta.isTerminating(job)) {
      return "Terminating";
    }
    return hasCondition(job, "Suspended") ? "Suspended" : "Running";
  }

  private static boolean hasCondition(JsonNode job, String type) {
    return JsonTrees.at(job, STATUS, "conditions")
        .valueStream()
        .filter(condition -> JsonTrees.text(condition, "type").equals(type))
        .anyMatch(condition -> JsonTrees.text(condition, "status").equals("True"));
  }

  private static String completions(JsonNode job) {
    int succeeded = JsonTrees.number(job, 0, STATUS, "succeeded");
    int completions = JsonTrees.number(job, -1, SPEC, "completions");
    if (completions >= 0) {
      return succeeded + "/" + completions;
    }
    int parallelism = JsonTrees.number(job, 1, SPEC, "parallelism");
    return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
  }

  private static String duration(JsonNode job, Instant now) {
    String start = JsonTrees.text(job, STATUS, "startTime");
    String end = JsonTrees.text(job, STATUS, "completionTime");
    if (start.isEmpty()) {
      return "";
    }
    return HumanDuration.of(
        Duration.between(Instant.parse(start), end.isEmpty() ? now : Instant.parse(end)));
  }

  private static String lastSchedule(JsonNode cronJob, Instant now) {
    String last = JsonTrees.text(cronJob, STATUS, "lastScheduleTime");
    return last.isEmpty() ? CellFormatter.orNone("") : HumanDuration.between(last, now);
  }

  private static String containers(JsonNode cronJob, String field) {
    return CellFormatter.joined(
        JsonTrees.at(cronJob, SPEC, "jobTemplate", "spec", "template", "spec", "containers"),
        container -> container.path(field));
  }
}
