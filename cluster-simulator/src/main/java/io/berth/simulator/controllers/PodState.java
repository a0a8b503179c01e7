/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.controllers;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Questions that the controllers of workloads ask about a pod. */
public final class PodState {

  private PodState() {}

  public static String phase(JsonNode pod) {
    return JsonTrees.text(pod, "status", "phase");
  }

  /** Whether all its containers have ended and none is restarted. */
  public static boolean isFinished(JsonNode pod) {
    return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
  }

  /** Neither finished nor being deleted. */
  public static boolean isActive(JsonNode pod) {
    return !isFinished(pod) && !ObjectMeta.isTerminating(pod);
  }

  public static boolean isReady(JsonNode pod) {
    return StatusConditions.isTrue(pod, "Ready");
  }

  public static boolean isRunningAndReady(JsonNode pod) {
    return phase(pod).equals("Running") && isReady(pod);
  }

  /** Whether it has been ready for so many seconds. */
  public static boolean isAvailable(JsonNode pod, int minReadySeconds, Instant now) {
    JsonNode ready = StatusConditions.find(JsonTrees.at(pod, "status", "conditions"), "Ready");
    return JsonTrees.text(ready, "status").equals("True")
        && (minReadySeconds == 0
            || !Instant.parse(JsonTrees.text(ready, "lastTransitionTime"))
                .plusSeconds(minReadySeconds)
                .isAfter(now));
  }

  public static boolean isOnNode(JsonNode pod) {
    return !JsonTrees.text(pod, "spec", "nodeName").isEmpty();
  }
}
