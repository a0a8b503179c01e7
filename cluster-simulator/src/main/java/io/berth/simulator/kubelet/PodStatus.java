/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.controllers.StatusConditions;
import io.berth.simulator.kubelet.ContainerRun.ContainerState;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.time.Instant;
import java.util.Comparator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's status out of what its node knows; pure. */
final class PodStatus {

  private PodStatus() {}

  static ObjectNode of(PodRun run, Instant now) {
    JsonNode old = run.pod.path("status");
    ObjectNode status = JsonTrees.object();
    boolean started =
        run.containers.stream()
            .anyMatch(
                c ->
                    c.isRunning()
                        || c.restarts > 0
                        || c.state instanceof ContainerState.Terminated
                        || c.last != null);
    String phase = finalPhase(run);
    status.put("phase", !phase.isEmpty() ? phase : started ? "Running" : "Pending");
    ArrayNode conditions =
        old.get("conditions") instanceof ArrayNode c ? c.deepCopy() : JsonTrees.array();
    conditions(conditions, run, now);
    status.set("conditions", conditions);
    status.put("hostIP", "127.0.0.1").put("podIP", run.ip);
    status.putArray("podIPs").addObject().put("ip", run.ip);
    status.put("startTime", ObjectMeta.time(run.started));
    status.put("qosClass", JsonTrees.text(old, "qosClass"));
    if (!run.initContainers.isEmpty()) {
      ArrayNode init = status.putArray("initContainerStatuses");
      run.initContainers.forEach(c -> init.add(container(run, c)));
    }
    ArrayNode containers = status.putArray("containerStatuses");
    run.containers.stream()
        .sorted(Comparator.comparing(c -> c.name)) // as a kubelet reports them
        .forEach(c -> containers.add(container(run, c)));
    return status;
  }

  /** Of a pod whose containers have ended for good; empty for any other. */
  private static String finalPhase(PodRun run) {
    if (run.initContainers.stream().anyMatch(c -> c.isOver() && c.hasFailed())) {
      return "Failed";
    }
    if (run.containers.isEmpty() || !run.containers.stream().allMatch(ContainerRun::isOver)) {
      return "";
    }
    return run.containers.stream().anyMatch(ContainerRun::hasFailed) ? "Failed" : "Succeeded";
  }

  private static void conditions(ArrayNode conditions, PodRun run, Instant now) {
    if (finalPhase(run).equals("Succeeded")) {
      for (String type : new String[] {"Initialized", "Ready", "ContainersReady"}) {
        StatusConditions.set(
            conditions,
            StatusConditions.of(type, type.equals("Initialized"), "PodCompleted", ""),
            now,
            false);
      }
      return;
    }
    String unready =
        String.join(" ", run.containers.stream().filter(c -> !c.ready).map(c -> c.name).toList());
    StatusConditions.set(conditions, initialized(run), now, false);
    for (String type : new String[] {"Ready", "ContainersReady"}) {
      ObjectNode condition =
          unready.isEmpty()
              ? StatusConditions.of(type, true, "", "")
              : StatusConditions.of(
                  type,
                  false,
                  "ContainersNotReady",
                  "containers with unready status: [" + unready + "]");
      StatusConditions.set(conditions, condition, now, false);
    }
    if (JsonTrees.isAbsent(StatusConditions.find(conditions, "PodScheduled"))) {
      StatusConditions.set(
          conditions, StatusConditions.of("PodScheduled", true, "", ""), now, false);
    }
  }

  private static ObjectNode initialized(PodRun run) {
    if (run.isInitialized()) {
      return StatusConditions.of("Initialized", true, "", "");
    }
    return StatusConditions.of(
        "Initialized",
        false,
        "ContainersNotInitialized",
        "containers with incomplete status: ["
            + String.join(
                " ", run.initContainers.stream().filter(c -> !c.ready).map(c -> c.name).toList())
            + "]");
  }

  private static ObjectNode container(PodRun run, ContainerRun c) {
    String image = JsonTrees.text(run.spec(c), "image");
    ObjectNode status = JsonTrees.object().put("name", c.name);
    status.set("state", state(c.state, c.id));
    ContainerState last = c.last;
    status.set("lastState", last == null ? JsonTrees.object() : state(last, c.id));
    status.put("ready", c.ready).put("restartCount", c.restarts).put("image", image);
    status.put("imageID", c.id.isEmpty() ? "" : imageId(image)).put("containerID", c.id);
    return c.init ? status : status.put("started", c.isRunning() && c.started);
  }

  private static String imageId(String image) {
    if (image.contains("@")) {
      return image;
    }
    int hash = image.hashCode();
    StringBuilder digest = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      hash = hash * 31 + i;
      digest.append(String.format("%08x", hash));
    }
    return image.replaceAll(":[^:/]*$", "") + "@sha256:" + digest;
  }

  private static ObjectNode state(ContainerState state, String id) {
    ObjectNode node = JsonTrees.object();
    switch (state) {
      case ContainerState.Waiting(String reason, String message) -> {
        ObjectNode waiting = node.putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
          waiting.put("message", message);
        }
      }
      case ContainerState.Running(Instant since) ->
          node.putObject("running").put("startedAt", ObjectMeta.time(since));
      case ContainerState.Terminated(
              int exit,
              String reason,
              String message,
              Instant since,
              Instant at) -> {
        ObjectNode terminated =
            node.putObject("terminated").put("exitCode", exit).put("reason", reason);
        if (!message.isEmpty()) {
          terminated.put("message", message);
        }
        terminated
            .put("startedAt", ObjectMeta.time(since))
            .put("finishedAt", ObjectMeta.time(at))
            .put("containerID", id);
      }
    }
    return node;
  }
}
