/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.controllers.Conditions;
import io.berth.localstack.cluster.kubelet.ContainerRun.State;
import io.berth.localstack.cluster.store.Json;
import io.berth.localstack.cluster.store.Meta;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's status out of what its node knows; pure. */
final class PodStatus {

  private PodStatus() {}

  static ObjectNode of(PodRun run, Instant now) {
    JsonNode old = run.pod.path("status");
    ObjectNode status = Json.object();
    boolean started =
        run.containers.stream()
            .anyMatch(
                c ->
                    c.isRunning()
                        || c.restarts > 0
                        || c.state instanceof State.Terminated
                        || c.last != null);
    status.put("phase", started ? "Running" : "Pending");
    ArrayNode conditions =
        old.get("conditions") instanceof ArrayNode c ? c.deepCopy() : Json.array();
    conditions(conditions, run, now);
    status.set("conditions", conditions);
    status.put("hostIP", "127.0.0.1").put("podIP", run.ip);
    status.putArray("podIPs").addObject().put("ip", run.ip);
    status.put("startTime", Meta.time(run.started));
    status.put("qosClass", Json.text(old, "qosClass"));
    ArrayNode containers = status.putArray("containerStatuses");
    run.containers.forEach(c -> containers.add(container(run, c)));
    return status;
  }

  private static void conditions(ArrayNode conditions, PodRun run, Instant now) {
    String unready =
        String.join(" ", run.containers.stream().filter(c -> !c.ready).map(c -> c.name).toList());
    Conditions.set(conditions, Conditions.of("Initialized", true, "", ""), now, false);
    for (String type : new String[] {"Ready", "ContainersReady"}) {
      ObjectNode condition =
          unready.isEmpty()
              ? Conditions.of(type, true, "", "")
              : Conditions.of(
                  type,
                  false,
                  "ContainersNotReady",
                  "containers with unready status: [" + unready + "]");
      Conditions.set(conditions, condition, now, false);
    }
    if (Json.isAbsent(Conditions.find(conditions, "PodScheduled"))) {
      Conditions.set(conditions, Conditions.of("PodScheduled", true, "", ""), now, false);
    }
  }

  private static ObjectNode container(PodRun run, ContainerRun c) {
    String image = Json.text(run.spec(c), "image");
    ObjectNode status = Json.object().put("name", c.name);
    status.set("state", state(c.state, c.id));
    State last = c.last;
    status.set("lastState", last == null ? Json.object() : state(last, c.id));
    status.put("ready", c.ready).put("restartCount", c.restarts).put("image", image);
    status.put("imageID", c.id.isEmpty() ? "" : imageId(image)).put("containerID", c.id);
    return status.put("started", c.isRunning());
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

  private static ObjectNode state(State state, String id) {
    ObjectNode node = Json.object();
    switch (state) {
      case State.Waiting(String reason, String message) -> {
        ObjectNode waiting = node.putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
          waiting.put("message", message);
        }
      }
      case State.Running(Instant since) ->
          node.putObject("running").put("startedAt", Meta.time(since));
      case State.Terminated(int exit, String reason, Instant since, Instant at) ->
          node.putObject("terminated")
              .put("exitCode", exit)
              .put("reason", reason)
              .put("startedAt", Meta.time(since))
              .put("finishedAt", Meta.time(at))
              .put("containerID", id);
    }
    return node;
  }
}
