/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.berth.launcher.suite.ProjectRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The process that examines clusters: {@code NAME=KUBECONFIG[:CONTEXT]…}, a JSON report out. */
final class ClusterCheckMain {

  /** As monitor-svc reads them. */
  private static final String DEFAULT_SOURCES = "kubelet,metrics.k8s.io";

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  private ClusterCheckMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> locations = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      locations.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    var permissions = RequiredPermissions.read(ProjectRoot.find(), features(System.getenv()));
    var preflight =
        new ClusterPreflight(
            permissions, Path.of(System.getProperty("user.home")), REQUEST_TIMEOUT);
    System.out.print(JsonMapper.shared().writeValueAsString(preflight.examine(locations)));
    System.out.flush();
    System.exit(0);
  }

  /** The features that a suite on this machine uses. */
  static Set<String> features(Map<String, String> environment) {
    String sources = environment.getOrDefault("BERTH_METRICS_SOURCES", DEFAULT_SOURCES);
    Set<String> features = new LinkedHashSet<>(List.of("exec"));
    for (String source : sources.split(",")) {
      features.add(source.strip());
    }
    return features;
  }
}
