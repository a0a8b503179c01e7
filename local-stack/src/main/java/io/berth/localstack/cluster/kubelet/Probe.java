/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.cluster.kubelet;

import io.berth.localstack.cluster.store.Json;
import tools.jackson.databind.JsonNode;

/** What a failing probe says. */
final class Probe {

  private Probe() {}

  static String failure(JsonNode container, String name) {
    JsonNode probe = container.path(name);
    if (probe.has("tcpSocket")) {
      return "dial tcp 127.0.0.1:"
          + Json.text(probe, "tcpSocket", "port")
          + ": connect: connection refused";
    }
    return probe.has("exec") ? "command failed" : "HTTP probe failed with statuscode: 503";
  }
}
