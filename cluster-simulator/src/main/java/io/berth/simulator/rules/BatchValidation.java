/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.cron.CronSchedule;
import io.berth.simulator.store.JsonTrees;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The validation of Jobs and CronJobs. */
final class BatchValidation {

  private static final String IMMUTABLE = "field is immutable";

  /** What is left for the minutes that the name of a Job ends with. */
  private static final int MAX_CRON_JOB_NAME = 52;

  private BatchValidation() {}

  static void job(ObjectValidation faults, JsonNode spec, @Nullable ObjectNode before) {
    jobSpec(faults, "spec", spec);
    if (before == null) {
      return;
    }
    JsonNode old = before.path("spec");
    for (String field : List.of("completions", "selector", "template", "completionMode")) {
      boolean mayChange =
          field.equals("template") && spec.path("suspend").asBoolean(false)
              || old.path(field).equals(spec.path(field));
      if (!mayChange) {
        faults.invalid("spec." + field, shown(spec.path(field)), IMMUTABLE);
      }
    }
  }

  /** The real server prints the Go value of the field, with addresses in memory. */
  private static Object shown(JsonNode value) {
    return value.isObject() ? new GoSyntax("core." + value) : value;
  }

  private static void jobSpec(ObjectValidation faults, String field, JsonNode spec) {
    for (String number :
        List.of(
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished")) {
      WorkloadValidation.notNegative(faults, field + "." + number, spec.path(number));
    }
    JsonNode template = spec.path("template");
    faults.labels(field + ".template.labels", template);
    faults.annotations(field + ".template.annotations", template);
    PodValidation.spec(faults, field + ".template.spec", template.path("spec"));
    String policy = JsonTrees.text(template, "spec", "restartPolicy");
    if (policy.equals("Always")) {
      faults.required(
          field + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
    } else if (!policy.equals("OnFailure") && !policy.equals("Never")) {
      faults.unsupported(
          field + ".template.spec.restartPolicy", policy, "\"OnFailure\", \"Never\"");
    }
  }

  static void cronJob(ObjectValidation faults, String name, JsonNode spec) {
    if (name.length() > MAX_CRON_JOB_NAME) {
      faults.invalid(
          "metadata.name", name, "must be no more than " + MAX_CRON_JOB_NAME + " characters");
    }
    schedule(faults, spec);
    for (String number :
        List.of(
            "startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit")) {
      WorkloadValidation.notNegative(faults, "spec." + number, spec.path(number));
    }
    String policy = JsonTrees.text(spec, "concurrencyPolicy");
    if (!List.of("Allow", "Forbid", "Replace").contains(policy)) {
      faults.unsupported("spec.concurrencyPolicy", policy, "\"Allow\", \"Forbid\", \"Replace\"");
    }
    jobSpec(faults, "spec.jobTemplate.spec", JsonTrees.at(spec, "jobTemplate", "spec"));
  }

  private static void schedule(ObjectValidation faults, JsonNode spec) {
    String schedule = JsonTrees.text(spec, "schedule");
    String zone = JsonTrees.text(spec, "timeZone");
    if (schedule.isEmpty()) {
      faults.required("spec.schedule", "");
      return;
    }
    try {
      CronSchedule.parse(schedule, zone);
    } catch (DateTimeException e) {
      faults.invalid("spec.timeZone", zone, "unknown time zone " + zone);
    } catch (IllegalArgumentException e) {
      faults.invalid("spec.schedule", schedule, String.valueOf(e.getMessage()));
    }
  }
}
