/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The applications of the demo, as the commands that a user would send. */
final class DemoApplications {

  static final String NAMESPACE = "shop";

  private DemoApplications() {}

  static Map<String, Object> namespace() {
    return Map.of("namespace", NAMESPACE, "environment", "PROD", "owner", "team-shop");
  }

  /** A web application whose load grows while it runs. */
  static Map<String, Object> cart(String image) {
    Map<String, Object> spec = webApplication(image, 3);
    spec.put("annotations", Map.of("sim.berth.io/load", "0s=300,8s=300,15s=2400"));
    return deploy("cart", spec, "release of the week");
  }

  /** An application that crashes for a while. */
  static Map<String, Object> flaky() {
    Map<String, Object> spec = webApplication("registry.shop.example/flaky:2.0-crash", 3);
    spec.put("annotations", Map.of("sim.berth.io/heal-after", "25s"));
    return deploy("flaky", spec, "new price engine");
  }

  /** What breaks three policies at once: too few replicas, no probes, a mutable tag. */
  static Map<String, Object> careless() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("tier", "STANDARD");
    spec.put("image", "registry.shop.example/basket:latest");
    spec.put("ports", List.of(Map.of("name", "http", "port", 8080)));
    spec.put("limits", Map.of("cpuMillis", 500, "memoryBytes", 256L << 20));
    spec.put("replicas", 1);
    return deploy("basket", spec, "quick try");
  }

  static Map<String, Object> rollback(String name) {
    return Map.of("app", app(name), "meta", Map.of("reason", "the new release does not start"));
  }

  static Map<String, Object> remove(String name) {
    return Map.of("app", app(name), "confirm", name, "meta", Map.of("deadline", "PT60S"));
  }

  /** At 60 % of the request, between 3 and 8 replicas. */
  static Map<String, Object> scalingOnCpu() {
    return Map.of(
        "minReplicas",
        3,
        "maxReplicas",
        8,
        "period",
        "PT5S",
        "metrics",
        List.of(Map.of("type", "UTILIZATION", "resource", "CPU", "percent", 80)));
  }

  static Map<String, Object> app(String name) {
    return Map.of("namespace", NAMESPACE, "name", name);
  }

  private static Map<String, Object> deploy(String name, Map<String, Object> spec, String reason) {
    return Map.of(
        "app", app(name), "spec", spec, "meta", Map.of("reason", reason, "deadline", "PT90S"));
  }

  private static Map<String, Object> webApplication(String image, int replicas) {
    Map<String, Object> probe =
        Map.of("check", Map.of("type", "HTTP", "path", "/health", "port", 8080), "period", "PT5S");
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("tier", "STANDARD");
    spec.put("image", image);
    spec.put("ports", List.of(Map.of("name", "http", "port", 8080)));
    spec.put("probes", Map.of("liveness", probe, "readiness", probe));
    spec.put("limits", Map.of("cpuMillis", 1000, "memoryBytes", 256L << 20));
    spec.put("replicas", replicas);
    return spec;
  }
}
