/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.kubelet;

import io.berth.simulator.store.ObjectMeta;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Texts that a pod, or its node about it, gives on demand, by annotations of the pod: {@code
 * sim.berth.io/log} is what its application writes when it starts, line by line; {@code
 * sim.berth.io/termination-message} what it leaves behind when it ends; {@code
 * sim.berth.io/probe-output} what its node says of a probe that fails; {@code
 * sim.berth.io/pull-error} what a registry answers that has no such image.
 */
final class ScriptedOutput {

  private ScriptedOutput() {}

  static List<String> log(JsonNode pod) {
    return of(pod, "log").map(text -> text.lines().toList()).orElse(List.of());
  }

  static String terminationMessage(JsonNode pod) {
    return of(pod, "termination-message").orElse("");
  }

  static Optional<String> probeOutput(JsonNode pod) {
    return of(pod, "probe-output");
  }

  static Optional<String> pullError(JsonNode pod) {
    return of(pod, "pull-error");
  }

  private static Optional<String> of(JsonNode pod, String name) {
    return Optional.of(ObjectMeta.annotation(pod, "sim.berth.io/" + name))
        .filter(it -> !it.isEmpty());
  }
}
