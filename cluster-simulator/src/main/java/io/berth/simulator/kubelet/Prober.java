/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.store.JsonTrees;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Evaluates probes. A simulated application listens on the ports that it declares. */
final class Prober {

  private Prober() {}

  /** Whether nothing listens where it asks. */
  static boolean hasUnservedPort(JsonNode container, String name) {
    String port = port(container.path(name));
    JsonNode ports = container.path("ports");
    return !port.isEmpty()
        && !ports.isEmpty()
        && ports
            .valueStream()
            .noneMatch(
                it ->
                    port.equals(JsonTrees.text(it, "containerPort"))
                        || port.equals(JsonTrees.text(it, "name")));
  }

  /** The message of a failed probe. */
  static String failure(PodRun pod, ContainerRun run, String name) {
    return ScriptedOutput.probeOutput(pod.pod).orElseGet(() -> found(pod, run, name));
  }

  private static String found(PodRun pod, ContainerRun run, String name) {
    JsonNode container = pod.spec(run);
    JsonNode probe = container.path(name);
    String refused = "dial tcp " + address(pod, probe) + ": connect: connection refused";
    if (probe.has("tcpSocket")) {
      return refused;
    }
    if (hasUnservedPort(container, name)) {
      return "Get \"http://"
          + address(pod, probe)
          + JsonTrees.text(probe, "httpGet", "path")
          + "\": "
          + refused;
    }
    return probe.has("exec") ? "command failed" : "HTTP probe failed with statuscode: 503";
  }

  /** How long a startup probe may fail. */
  static Duration startupBudget(JsonNode container) {
    JsonNode probe = container.path("startupProbe");
    long tries = JsonTrees.number(probe, 3, "failureThreshold");
    long period = JsonTrees.number(probe, 10, "periodSeconds");
    return Duration.ofSeconds(JsonTrees.number(probe, 0, "initialDelaySeconds") + tries * period);
  }

  private static String address(PodRun pod, JsonNode probe) {
    return pod.ip + ":" + port(probe);
  }

  private static String port(JsonNode probe) {
    String asked = JsonTrees.text(probe, "httpGet", "port");
    return asked.isEmpty() ? JsonTrees.text(probe, "tcpSocket", "port") : asked;
  }
}
