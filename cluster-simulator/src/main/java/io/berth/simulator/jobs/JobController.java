/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.jobs;

import io.berth.simulator.controllers.ChangedObjects;
import io.berth.simulator.controllers.Controller;
import io.berth.simulator.controllers.EventRecorder;
import io.berth.simulator.controllers.PodState;
import io.berth.simulator.controllers.StatusConditions;
import io.berth.simulator.rules.ObjectDeletion;
import io.berth.simulator.rules.RestStorage;
import io.berth.simulator.rules.WriteOptions;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Job to pods: until enough of them have ended well, or too many have not. */
public final class JobController implements Controller {

  private final Store store;
  private final RestStorage objects;
  private final ObjectDeletion deletion;
  private final EventRecorder events;
  private final JobPods writer;
  private final IntFunction<Duration> backOff;
  private final ChangedObjects changed = new ChangedObjects();

  /**
   * @param backOff the wait before the next pod, by the number of earlier retries
   */
  public JobController(
      Store store,
      RestStorage objects,
      ObjectDeletion deletion,
      EventRecorder events,
      IntFunction<Duration> backOff) {
    this.store = store;
    this.objects = objects;
    this.deletion = deletion;
    this.events = events;
    this.writer = new JobPods(objects, deletion, events);
    this.backOff = backOff;
  }

  @Override
  public void reconcile(Instant now) {
    List<ObjectNode> jobs = store.list(ApiResources.JOBS, "").items();
    if (jobs.isEmpty()) {
      return;
    }
    Map<String, List<ObjectNode>> pods =
        ObjectMeta.byController(store.list(ApiResources.PODS, "").items());
    changed.forEach(
        jobs,
        job -> pods.getOrDefault(ObjectMeta.uid(job), List.of()),
        now,
        (job, its) -> {
          if (!ObjectMeta.isTerminating(job)) {
            reconcile(job, its, now);
          }
        });
  }

  private void reconcile(ObjectNode job, List<ObjectNode> pods, Instant now) {
    if (JobProgress.isFinished(job)) {
      deleteAfterItsTime(job, now);
      return;
    }
    JobProgress progress = JobProgress.of(job, pods);
    if (progress.exceedsBackOffLimit()) {
      fail(progress, "BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
    } else if (progress.exceedsDeadline(now)) {
      fail(progress, "DeadlineExceeded", "Job was active longer than specified deadline", now);
    } else if (progress.isSuspended()) {
      progress.active().forEach(pod -> writer.delete(job, pod));
      suspend(progress, now);
    } else if (progress.isComplete()) {
      progress.active().forEach(pod -> writer.delete(job, pod));
      writeStatus(
          progress,
          StatusConditions.of(
              "Complete", true, "CompletionsReached", "Reached expected number of succeeded pods"),
          now);
      events.normal(ApiResources.JOBS, job, JobPods.COMPONENT, "Completed", "Job completed");
    } else {
      run(progress, pods, now);
      writeStatus(progress, null, now);
    }
  }

  private void run(JobProgress progress, List<ObjectNode> pods, Instant now) {
    ObjectNode job = (ObjectNode) progress.job();
    int missing = progress.wanted() - progress.active().size();
    boolean waits = pods.stream().anyMatch(ObjectMeta::isTerminating);
    if (missing > 0 && !waits && !isHeldBack(progress, pods, now)) {
      writer.create(job, missing);
    } else if (missing < 0) {
      progress.active().stream().limit(-missing).forEach(pod -> writer.delete(job, pod));
    }
  }

  private boolean isHeldBack(JobProgress progress, List<ObjectNode> pods, Instant now) {
    Instant last =
        pods.stream()
            .filter(pod -> PodState.phase(pod).equals("Failed"))
            .map(JobController::end)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    return progress.failed() > 0 && last.plus(backOff.apply(progress.failed() - 1)).isAfter(now);
  }

  private static Instant end(JsonNode pod) {
    return JsonTrees.at(pod, "status", "containerStatuses")
        .valueStream()
        .map(status -> JsonTrees.text(status, "state", "terminated", "finishedAt"))
        .filter(time -> !time.isEmpty())
        .map(Instant::parse)
        .max(Instant::compareTo)
        .orElseGet(() -> ObjectMeta.created(pod));
  }

  private void fail(JobProgress progress, String reason, String message, Instant now) {
    ObjectNode job = (ObjectNode) progress.job();
    progress.active().forEach(pod -> writer.delete(job, pod));
    writeStatus(progress, StatusConditions.of("Failed", true, reason, message), now);
    events.warning(ApiResources.JOBS, job, JobPods.COMPONENT, reason, message);
  }

  private void suspend(JobProgress progress, Instant now) {
    ObjectNode condition = StatusConditions.of("Suspended", true, "JobSuspended", "Job suspended");
    if (!StatusConditions.isTrue(progress.job(), "Suspended")) {
      events.normal(
          ApiResources.JOBS, progress.job(), JobPods.COMPONENT, "Suspended", "Job suspended");
    }
    writeStatus(progress, condition, now);
  }

  private void writeStatus(JobProgress progress, @Nullable ObjectNode condition, Instant now) {
    ObjectKey key = ObjectMeta.key(ApiResources.JOBS, progress.job());
    ObjectNode live = objects.find(key);
    if (live == null) {
      return;
    }
    ObjectNode next = live.deepCopy();
    ObjectNode status = JsonTrees.child(next, "status");
    ArrayNode conditions = JsonTrees.children(status, "conditions");
    boolean isOver = condition != null;
    if (condition != null) {
      StatusConditions.set(conditions, condition, now, false);
    } else if (StatusConditions.isTrue(live, "Suspended")) {
      StatusConditions.set(
          conditions,
          StatusConditions.of("Suspended", false, "JobResumed", "Job resumed"),
          now,
          false);
    }
    if (conditions.isEmpty()) {
      status.remove("conditions");
    }
    put(status, "active", isOver ? 0 : progress.active().size());
    put(status, "ready", isOver ? 0 : progress.active().stream().filter(PodState::isReady).count());
    put(status, "succeeded", progress.succeeded());
    put(status, "failed", progress.failed() + lost(progress, condition));
    if (progress.isSuspended()) {
      status.remove("startTime");
    } else {
      status.putIfAbsent("startTime", JsonTrees.MAPPER.valueToTree(ObjectMeta.time(now)));
    }
    if (StatusConditions.isTrue(next, "Complete")) {
      status.put("completionTime", ObjectMeta.time(now));
    }
    objects.update(key, "status", next, WriteOptions.INTERNAL);
  }

  /** Pods that are deleted because the Job has failed have failed too. */
  private static int lost(JobProgress progress, @Nullable ObjectNode condition) {
    return JsonTrees.text(condition == null ? JsonTrees.object() : condition, "type")
            .equals("Failed")
        ? progress.active().size()
        : 0;
  }

  private static void put(ObjectNode status, String field, long count) {
    if (count == 0) {
      status.remove(field);
    } else {
      status.put(field, count);
    }
  }

  private void deleteAfterItsTime(ObjectNode job, Instant now) {
    int seconds = JsonTrees.number(job, -1, "spec", "ttlSecondsAfterFinished");
    if (seconds < 0) {
      return;
    }
    Instant end =
        JsonTrees.at(job, "status", "conditions")
            .valueStream()
            .map(condition -> Instant.parse(JsonTrees.text(condition, "lastTransitionTime")))
            .max(Instant::compareTo)
            .orElse(now);
    if (!end.plusSeconds(seconds).isAfter(now)) {
      deletion.delete(
          ObjectMeta.key(ApiResources.JOBS, job),
          JsonTrees.object().put("propagationPolicy", "Background"),
          false);
    }
  }
}
