/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fills in the probes that Berth requires where the source says none: a probe that asks no more
 * than the other one, or that a port opens.
 */
public final class RequiredProbes {

  private static final String REQUIRED = "Berth requires a %s probe";

  private RequiredProbes() {}

  /**
   * Fills in what the file lacks.
   *
   * @param liveness where the source would say the liveness probe
   * @param readiness where the source would say the readiness probe
   */
  public static void fill(Source liveness, Source readiness, BerthFile file) {
    Map<String, Object> probes = file.entries("probes");
    boolean isAlive = probes.containsKey("liveness");
    boolean isReady = probes.containsKey("readiness");
    if (isAlive && !isReady && probes.get("liveness") instanceof Map<?, ?> probe) {
      Map<String, Object> copy = new LinkedHashMap<>();
      probe.forEach((name, value) -> copy.put(String.valueOf(name), value));
      copy.remove("initialDelay");
      file.put("probes.readiness", copy);
      readiness.changed(
          file.field("probes.readiness"),
          REQUIRED.formatted("readiness") + ": it asks what the liveness probe asks.",
          "Ask for what tells that requests can be served.");
    } else if (!isAlive && isReady && probes.get("readiness") instanceof Map<?, ?> probe) {
      fromReadiness(liveness, probe, file);
    } else if (!isAlive) {
      fromPort(liveness, readiness, file);
    }
  }

  /** A liveness probe kills: it must not ask for what other systems may be missing for. */
  private static void fromReadiness(Source liveness, Map<?, ?> readiness, BerthFile file) {
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("type", "tcp");
    if (readiness.get("check") instanceof Map<?, ?> asked) {
      for (String name : new String[] {"port", "portName"}) {
        if (asked.get(name) != null) {
          check.put(name, asked.get(name));
        }
      }
    }
    if (check.size() == 1) {
      missing(liveness, "liveness", file);
      return;
    }
    Map<String, Object> probe = new LinkedHashMap<>();
    probe.put("check", check);
    Object delay = readiness.get("initialDelay");
    if (delay != null) {
      probe.put("initialDelay", delay);
    }
    file.put("probes.liveness", probe);
    liveness.changed(
        file.field("probes.liveness"),
        REQUIRED.formatted("liveness") + ": it asks that the readiness probe's port opens.",
        "Ask for what tells that the program must be restarted.");
  }

  private static void fromPort(Source liveness, Source readiness, BerthFile file) {
    String port =
        Ports.in(file).entrySet().stream()
            .filter(entry -> !entry.getValue())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("");
    if (port.isEmpty()) {
      missing(liveness, "liveness", file);
      missing(readiness, "readiness", file);
      return;
    }
    for (String kind : new String[] {"liveness", "readiness"}) {
      Source source = kind.equals("liveness") ? liveness : readiness;
      Map<String, Object> probe = new LinkedHashMap<>();
      Map<String, Object> check = new LinkedHashMap<>();
      check.put("type", "tcp");
      check.put("portName", port);
      probe.put("check", check);
      file.put("probes." + kind, probe);
      source.changed(
          file.field("probes." + kind),
          REQUIRED.formatted(kind) + ": it asks that the port " + port + " opens.",
          "Ask for more if the program answers it.");
    }
  }

  private static void missing(Source source, String kind, BerthFile file) {
    String field = file.field("probes." + kind);
    String example = ", such as {check: {type: http, path: /, port: 8080}}.";
    source.toDo(
        field,
        REQUIRED.formatted(kind) + ", and nothing tells what to ask.",
        "Write " + field + example);
    file.toDo(field + ": one is required" + example);
  }
}
