/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logappender;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity of the process that logs: the environment variables of Kubernetes' Downward API as
 * fields of the Elastic Common Schema. Variables that are not set are left out.
 *
 * @param fields dotted field names and their values
 */
record SourceIdentity(Map<String, String> fields) {

  private static final Map<String, String> VARIABLES =
      Map.of(
          "BERTH_CLUSTER", "orchestrator.cluster.name",
          "BERTH_NAMESPACE", "kubernetes.namespace",
          "BERTH_POD", "kubernetes.pod.name",
          "BERTH_POD_UID", "kubernetes.pod.uid",
          "BERTH_NODE", "kubernetes.node.name",
          "BERTH_CONTAINER", "container.name",
          "BERTH_RELEASE", "berth.release",
          "BERTH_APP", "berth.app");

  SourceIdentity {
    fields = Map.copyOf(fields);
  }

  /**
   * Reads the variables.
   *
   * @param environment as of {@link System#getenv()}
   * @param service the name to log under where BERTH_APP is not set; may be empty
   */
  static SourceIdentity of(Map<String, String> environment, @Nullable String service) {
    Map<String, String> fields = new LinkedHashMap<>();
    VARIABLES.forEach(
        (variable, field) -> {
          String value = environment.get(variable);
          if (value != null && !value.isBlank()) {
            fields.put(field, value);
          }
        });
    String name = service == null || service.isBlank() ? fields.get("berth.app") : service;
    if (name != null) {
      fields.put("service.name", name);
    }
    return new SourceIdentity(fields);
  }

  /** The tag on the wire: {@code berth.<service>}. */
  String tag() {
    return "berth." + fields.getOrDefault("service.name", "app");
  }
}
