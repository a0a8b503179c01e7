/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.jobs;

import io.berth.simulator.controllers.Controller;
import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.controllers.StatusConditions;
import io.berth.simulator.cron.CronSchedule;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** CronJob to Jobs: one at each time of its schedule, as far as its policy allows. */
public final class CronJobController implements Controller {

  private static final String COMPONENT = "cronjob-controller";

  private final Store store;
  private final RestStorage objects;
  private final ObjectDeletion deletion;
  private final EventRecorder events;

  /** The times that were reported as passed over, by the CronJob's uid. */
  private final Map<String, Instant> passedOver = new HashMap<>();

  public CronJobController(
      Store store, RestStorage objects, ObjectDeletion deletion, EventRecorder events) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
    this.events = events;
  }

  @Override
  public void reconcile(Instant now) {
    List<ObjectNode> cronJobs = store.list(ApiResources.CRON_JOBS, "").items();
    if (cronJobs.isEmpty()) {
      passedOver.clear();
      return;
    }
    Map<String, List<ObjectNode>> jobs =
        ObjectMeta.byController(store.list(ApiResources.JOBS, "").items());
    for (ObjectNode cronJob : cronJobs) {
      if (!ObjectMeta.isTerminating(cronJob)) {
        reconcile(cronJob, jobs.getOrDefault(ObjectMeta.uid(cronJob), List.of()), now);
      }
    }
  }

  private void reconcile(ObjectNode cronJob, List<ObjectNode> jobs, Instant now) {
    ObjectNode status =
        cronJob.path("status") instanceof ObjectNode old ? old.deepCopy() : JsonTrees.object();
    List<ObjectNode> active =
        new ArrayList<>(jobs.stream().filter(job -> !JobProgress.isFinished(job)).toList());
    jobs.stream()
        .filter(job -> JobProgress.isFinished(job) && isListed(status, job))
        .forEach(job -> recordEnd(cronJob, status, job));
    if (!cronJob.path("spec").path("suspend").asBoolean(false)) {
      due(cronJob, now).ifPresent(time -> start(cronJob, status, active, time));
    }
    ArrayNode references = JsonTrees.array();
    active.forEach(job -> references.add(reference(job)));
    if (references.isEmpty()) {
      status.remove("active");
    } else {
      status.set("active", references);
    }
    writeStatus(cronJob, status);
    trim(cronJob, jobs, "Complete", "successfulJobsHistoryLimit", 3);
    trim(cronJob, jobs, "Failed", "failedJobsHistoryLimit", 1);
  }

  private static boolean isListed(JsonNode status, JsonNode job) {
    return status
        .path("active")
        .valueStream()
        .anyMatch(reference -> JsonTrees.text(reference, "uid").equals(ObjectMeta.uid(job)));
  }

  private void recordEnd(ObjectNode cronJob, ObjectNode status, ObjectNode job) {
    boolean isComplete = StatusConditions.isTrue(job, "Complete");
    if (isComplete) {
      status.put("lastSuccessfulTime", JsonTrees.text(job, "status", "completionTime"));
    }
    normal(
        cronJob,
        "SawCompletedJob",
        "Saw completed job: "
            + ObjectMeta.name(job)
            + ", condition: "
            + (isComplete ? "Complete" : "Failed"));
  }

  /** The last time that has come and was not handled; those before it are left out. */
  private Optional<Instant> due(ObjectNode cronJob, Instant now) {
    CronSchedule schedule =
        CronSchedule.parse(
            JsonTrees.text(cronJob, "spec", "schedule"),
            JsonTrees.text(cronJob, "spec", "timeZone"));
    String last = JsonTrees.text(cronJob, "status", "lastScheduleTime");
    Instant since = last.isEmpty() ? ObjectMeta.created(cronJob) : Instant.parse(last);
    int deadline = JsonTrees.number(cronJob, -1, "spec", "startingDeadlineSeconds");
    Instant earliest = deadline < 0 ? since : now.minusSeconds(deadline);
    return schedule.latest(earliest.isAfter(since) ? earliest : since, now);
  }

  private void start(ObjectNode cronJob, ObjectNode status, List<ObjectNode> active, Instant time) {
    String policy = JsonTrees.text(cronJob, "spec", "concurrencyPolicy");
    if (policy.equals("Forbid") && !active.isEmpty()) {
      passOver(cronJob, time);
      return;
    }
    if (policy.equals("Replace")) {
      active.forEach(job -> delete(cronJob, job));
      active.clear();
    }
    ObjectNode job = job(cronJob, time);
    if (objects.find(
            new ObjectKey(ApiResources.JOBS, ObjectMeta.namespace(cronJob), ObjectMeta.name(job)))
        == null) {
      active.add(
          objects.create(
              ApiResources.JOBS, ObjectMeta.namespace(cronJob), job, WriteOptions.INTERNAL));
      normal(cronJob, "SuccessfulCreate", "Created job " + ObjectMeta.name(job));
    }
    status.put("lastScheduleTime", ObjectMeta.time(time));
  }

  private void passOver(ObjectNode cronJob, Instant time) {
    if (!time.equals(passedOver.put(ObjectMeta.uid(cronJob), time))) {
      normal(
          cronJob,
          "JobAlreadyActive",
          "Not starting job because prior execution is running and concurrency policy is Forbid");
    }
  }

  /** Its name ends with the minutes since 1970, so that no time has two. */
  private static ObjectNode job(ObjectNode cronJob, Instant time) {
    ObjectNode job = JsonTrees.object();
    JsonNode template = JsonTrees.at(cronJob, "spec", "jobTemplate");
    ObjectNode meta = ObjectMeta.of(job);
    meta.put("name", ObjectMeta.name(cronJob) + "-" + time.getEpochSecond() / 60);
    ObjectNode annotations = meta.putObject("annotations");
    JsonTrees.texts(template, "metadata", "annotations").forEach(annotations::put);
    annotations.put("batch.kubernetes.io/cronjob-scheduled-timestamp", ObjectMeta.time(time));
    ObjectNode labels = meta.putObject("labels");
    ObjectMeta.labels(template).forEach(labels::put);
    ObjectMeta.addOwner(job, ApiResources.CRON_JOBS, cronJob);
    job.set("spec", template.path("spec").deepCopy());
    return job;
  }

  private static ObjectNode reference(ObjectNode job) {
    return JsonTrees.object()
        .put("kind", ApiResources.JOBS.kind())
        .put("apiVersion", ApiResources.JOBS.apiVersion())
        .put("namespace", ObjectMeta.namespace(job))
        .put("name", ObjectMeta.name(job))
        .put("uid", ObjectMeta.uid(job))
        .put("resourceVersion", ObjectMeta.version(job));
  }

  private void writeStatus(ObjectNode cronJob, ObjectNode status) {
    ObjectKey key = ObjectMeta.key(ApiResources.CRON_JOBS, cronJob);
    ObjectNode live = objects.find(key);
    if (live == null || names(status).equals(names(live.path("status")))) {
      return;
    }
    ObjectNode next = live.deepCopy();
    next.set("status", status);
    objects.update(key, "status", next, WriteOptions.INTERNAL);
  }

  /** The status without the versions of the Jobs, which change as they run. */
  private static JsonNode names(JsonNode status) {
    JsonNode copy = status.deepCopy();
    copy.path("active").forEach(it -> ((ObjectNode) it).remove("resourceVersion"));
    return copy;
  }

  private void trim(
      ObjectNode cronJob, List<ObjectNode> jobs, String condition, String field, int fallback) {
    List<ObjectNode> finished =
        jobs.stream()
            .filter(job -> StatusConditions.isTrue(job, condition))
            .filter(job -> !ObjectMeta.isTerminating(job))
            .sorted(
                Comparator.comparing((ObjectNode job) -> JsonTrees.text(job, "status", "startTime"))
                    .thenComparing(ObjectMeta::name))
            .toList();
    int limit = JsonTrees.number(cronJob, fallback, "spec", field);
    finished.stream()
        .limit(Math.max(0, finished.size() - limit))
        .forEach(job -> delete(cronJob, job));
  }

  private void delete(ObjectNode cronJob, ObjectNode job) {
    deletion.delete(
        ObjectMeta.key(ApiResources.JOBS, job),
        JsonTrees.object().put("propagationPolicy", "Background"),
        false);
    normal(cronJob, "SuccessfulDelete", "Deleted job " + ObjectMeta.name(job));
  }

  private void normal(ObjectNode cronJob, String reason, String message) {
    events.normal(ApiResources.CRON_JOBS, cronJob, COMPONENT, reason, message);
  }
}
