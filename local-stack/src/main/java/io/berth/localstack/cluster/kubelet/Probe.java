/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.store.Json;
import tools.jackson.databind.JsonNode;

/** What a probe finds. A simulated application listens on the ports that it declares. */
final class Probe {

  private Probe() {}

  /** Whether nothing listens where it asks. */
  static boolean asksInVain(JsonNode container, String name) {
    String port = port(container.path(name));
    JsonNode ports = container.path("ports");
    return !port.isEmpty()
        && !ports.isEmpty()
        && ports
            .valueStream()
            .noneMatch(
                it ->
                    port.equals(Json.text(it, "containerPort"))
                        || port.equals(Json.text(it, "name")));
  }

  /** What the kubelet says of one that fails. */
  static String failure(PodRun pod, ContainerRun run, String name) {
    JsonNode container = pod.spec(run);
    JsonNode probe = container.path(name);
    String refused = "dial tcp " + address(pod, probe) + ": connect: connection refused";
    if (probe.has("tcpSocket")) {
      return refused;
    }
    if (asksInVain(container, name)) {
      return "Get \"http://"
          + address(pod, probe)
          + Json.text(probe, "httpGet", "path")
          + "\": "
          + refused;
    }
    return probe.has("exec") ? "command failed" : "HTTP probe failed with statuscode: 503";
  }

  private static String address(PodRun pod, JsonNode probe) {
    return pod.ip + ":" + port(probe);
  }

  private static String port(JsonNode probe) {
    String asked = Json.text(probe, "httpGet", "port");
    return asked.isEmpty() ? Json.text(probe, "tcpSocket", "port") : asked;
  }
}
