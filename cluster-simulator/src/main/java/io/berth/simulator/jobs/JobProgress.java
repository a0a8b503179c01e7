/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.jobs;

import io.berth.simulator.controllers.PodState;
import io.berth.simulator.controllers.StatusConditions;
import io.berth.simulator.store.JsonTrees;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a Job is, out of its spec and its pods; pure.
 *
 * @param active pods that have not ended
 * @param succeeded how many ended well
 * @param failed how many did not
 */
record JobProgress(JsonNode job, List<ObjectNode> active, int succeeded, int failed) {

  static JobProgress of(JsonNode job, List<ObjectNode> pods) {
    return new JobProgress(
        job,
        pods.stream().filter(PodState::isActive).toList(),
        count(pods, "Succeeded"),
        count(pods, "Failed"));
  }

  private static int count(List<ObjectNode> pods, String phase) {
    return (int) pods.stream().filter(pod -> PodState.phase(pod).equals(phase)).count();
  }

  static boolean isFinished(JsonNode job) {
    return StatusConditions.isTrue(job, "Complete") || StatusConditions.isTrue(job, "Failed");
  }

  boolean isSuspended() {
    return job.path("spec").path("suspend").asBoolean(false);
  }

  /** Without a number of completions, one success ends the Job as soon as no pod runs. */
  boolean isComplete() {
    int completions = JsonTrees.number(job, -1, "spec", "completions");
    return completions < 0 ? succeeded > 0 && active.isEmpty() : succeeded >= completions;
  }

  /** How many pods shall run now. */
  int wanted() {
    int parallelism = JsonTrees.number(job, 1, "spec", "parallelism");
    int completions = JsonTrees.number(job, -1, "spec", "completions");
    if (completions < 0) {
      return succeeded > 0 ? active.size() : parallelism;
    }
    return Math.max(0, Math.min(parallelism, completions - succeeded));
  }

  /** Pods that were replaced count, and so do restarts of containers in one that still runs. */
  boolean exceedsBackOffLimit() {
    int limit = JsonTrees.number(job, 6, "spec", "backoffLimit");
    if (failed > limit) {
      return true;
    }
    int restarts = active.stream().mapToInt(JobProgress::restarts).sum();
    boolean restarted =
        JsonTrees.text(job, "spec", "template", "spec", "restartPolicy").equals("OnFailure");
    return restarted && (limit == 0 ? restarts > 0 : restarts >= limit);
  }

  private static int restarts(JsonNode pod) {
    return java.util.stream.Stream.of("initContainerStatuses", "containerStatuses")
        .flatMap(list -> JsonTrees.at(pod, "status", list).valueStream())
        .mapToInt(status -> status.path("restartCount").asInt(0))
        .sum();
  }

  boolean exceedsDeadline(Instant now) {
    int seconds = JsonTrees.number(job, -1, "spec", "activeDeadlineSeconds");
    String start = JsonTrees.text(job, "status", "startTime");
    return seconds >= 0
        && !start.isEmpty()
        && !Instant.parse(start).plusSeconds(seconds).isAfter(now);
  }
}
