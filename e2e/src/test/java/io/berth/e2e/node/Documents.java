/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.node;

/** What is published, as JSON: the way a program of another language would. */
final class Documents {

  private static final String META =
      """
      {"requestedBy": "ann", "deadline": "PT10M"}
      """;

  /** Answers also while the application takes all of the CPU that it may use. */
  private static final String PROBE =
      """
      {"check": {"type": "TCP", "port": 8080}, "period": "PT2S", "timeout": "PT20S",
       "failureThreshold": 20}
      """;

  private Documents() {}

  static String namespace(String name) {
    return """
    {"meta": %s, "namespace": "%s", "environment": "DEV", "owner": "ann"}
    """
        .formatted(META, name);
  }

  /** One pod that may use a tenth of a processor. */
  static String deploy(String namespace, String app, String image) {
    return """
    {"meta": %s, "app": {"namespace": "%s", "name": "%s"},
     "spec": {"tier": "BACKOFFICE", "image": "%s", "replicas": 1,
      "ports": [{"name": "http", "port": 8080}],
      "probes": {"liveness": %s, "readiness": %s},
      "limits": {"cpuMillis": 100, "memoryBytes": 33554432}}}
    """
        .formatted(META, namespace, app, image, PROBE, PROBE);
  }

  /** One or two pods, by half of the CPU that each may use. */
  static String policy(String namespace, String app) {
    return """
    {"app": {"namespace": "%s", "name": "%s"}, "version": 1, "mode": "ACTIVE",
     "minReplicas": 1, "maxReplicas": 2, "period": "PT5S", "changedBy": "ann",
     "metrics": [{"type": "UTILIZATION", "resource": "CPU", "basis": "LIMIT", "percent": 50}]}
    """
        .formatted(namespace, app);
  }

  static String remove(String namespace, String app) {
    return """
    {"meta": %s, "app": {"namespace": "%s", "name": "%s"}, "confirm": "%s"}
    """
        .formatted(META, namespace, app, app);
  }
}
