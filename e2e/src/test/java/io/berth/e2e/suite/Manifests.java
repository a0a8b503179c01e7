/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files for the command line; each method writes one and tells where. */
final class Manifests {

  private Manifests() {}

  /** An application with that image in the namespace {@code look}. */
  static String app(String name, String image, int replicas) throws IOException {
    return write(
        name,
        """
        app: {namespace: look, name: %s}
        createNamespace: true
        meta: {reason: to be looked at, deadline: PT90S}
        spec:
          tier: STANDARD
          image: registry.look.example/%s
          replicas: %d
          ports: [{name: http, port: 8080}]
          limits: {cpuMillis: 500, memoryBytes: 268435456}
          probes:
            liveness: {check: {type: HTTP, path: /ready, port: 8080}}
            readiness: {check: {type: HTTP, path: /ready, port: 8080}, period: PT2S}
        """
            .formatted(name, image, replicas));
  }

  /** Between three and five replicas of an application. */
  static String policy(String app) throws IOException {
    return write(
        "policy",
        """
        app: {namespace: look, name: %s}
        minReplicas: 3
        maxReplicas: 5
        period: PT5S
        metrics: [{type: UTILIZATION, resource: CPU, percent: 80}]
        """
            .formatted(app));
  }

  private static String write(String name, String yaml) throws IOException {
    return Files.writeString(Path.of("target", "look-" + name + ".yaml"), yaml)
        .toAbsolutePath()
        .toString();
  }
}
