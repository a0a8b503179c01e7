/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Formats the cells of {@code kubectl get pods}, by the rules of the API server's own printer. */
final class PodCellFormatter {

  private PodCellFormatter() {}

  static String ready(JsonNode pod) {
    long ready = statuses(pod).stream().filter(PodCellFormatter::isReady).count();
    return ready + "/" + JsonTrees.at(pod, "spec", "containers").size();
  }

  private static boolean isReady(JsonNode status) {
    return status.path("ready").asBoolean(false) && status.path("state").has("running");
  }

  private static List<JsonNode> statuses(JsonNode pod) {
    return JsonTrees.at(pod, "status", "containerStatuses").valueStream().toList();
  }

  /** The phase, or what is wrong with the first container that is not well. */
  static String status(JsonNode pod) {
    String reason = JsonTrees.text(pod, "status", "reason");
    String phase = JsonTrees.text(pod, "status", "phase");
    if (ObjectMeta.isTerminating(pod)) {
      boolean isOver = phase.equals("Succeeded") || phase.equals("Failed");
      return reason.equals("NodeLost") ? "Unknown" : isOver ? phase : "Terminating";
    }
    String initializing = initializing(pod);
    if (!initializing.isEmpty()) {
      return initializing;
    }
    String shown = reason.isEmpty() ? phase : reason;
    boolean isRunning = false;
    for (JsonNode status : statuses(pod).reversed()) {
      String trouble = trouble(status.path("state"));
      shown = trouble.isEmpty() ? shown : trouble;
      isRunning |= isReady(status);
    }
    return shown.equals("Completed") && isRunning ? "Running" : shown;
  }

  /** {@code Init:1/2}, {@code Init:Error}; empty once every init container has ended well. */
  private static String initializing(JsonNode pod) {
    JsonNode all = JsonTrees.at(pod, "status", "initContainerStatuses");
    for (int i = 0; i < all.size(); i++) {
      JsonNode state = all.path(i).path("state");
      String trouble = trouble(state);
      boolean ended = state.has("terminated");
      if (!ended || JsonTrees.number(state, 0, "terminated", "exitCode") != 0) {
        return trouble.isEmpty() || trouble.equals("PodInitializing")
            ? "Init:" + i + "/" + JsonTrees.at(pod, "spec", "initContainers").size()
            : "Init:" + trouble;
      }
    }
    return "";
  }

  private static String trouble(JsonNode state) {
    String waiting = JsonTrees.text(state, "waiting", "reason");
    if (!waiting.isEmpty() || !state.has("terminated")) {
      return waiting;
    }
    String reason = JsonTrees.text(state, "terminated", "reason");
    return reason.isEmpty()
        ? "ExitCode:" + JsonTrees.number(state, 0, "terminated", "exitCode")
        : reason;
  }

  /** {@code 2 (5m ago)}. */
  static String restarts(JsonNode pod, Instant now) {
    int count = 0;
    String last = "";
    for (JsonNode status : statuses(pod)) {
      count += status.path("restartCount").asInt(0);
      String end = JsonTrees.text(status, "lastState", "terminated", "finishedAt");
      last = end.compareTo(last) > 0 ? end : last;
    }
    return count == 0 || last.isEmpty()
        ? Integer.toString(count)
        : count + " (" + HumanDuration.between(last, now) + " ago)";
  }
}
