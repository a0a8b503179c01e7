/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.kafka.EventJson;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Who sends, and what each puts around a line of the pod {@code shop/cart-1}. */
enum SampleCollector {
  FLUENT_BIT_FILTER("kube.x") {
    @Override
    Map<String, Object> around(String line) {
      return ordered(
          "log", line, "stream", "stdout", "time", "2026-01-31T12:00:00Z", "kubernetes", maps());
    }
  },
  FLUENT_BIT_FILE("kube.var.log.containers.cart-1_shop_cart-" + SamplePods.SHOP_ID + ".log") {
    @Override
    Map<String, Object> around(String line) {
      return ordered("log", line, "stream", "stdout");
    }
  },
  FLUENTD_FILTER("kubernetes.x") {
    @Override
    Map<String, Object> around(String line) {
      Map<String, Object> kubernetes = maps();
      kubernetes.remove("docker_id");
      return ordered(
          "log",
          line,
          "docker",
          Map.of("container_id", SamplePods.SHOP_ID),
          "kubernetes",
          kubernetes);
    }
  },
  DOCKER("t") {
    @Override
    Map<String, Object> around(String line) {
      return ordered(
          "container_id",
          SamplePods.SHOP_ID,
          "container_name",
          "/cart",
          "source",
          "stdout",
          "log",
          line);
    }
  },
  APPENDER("berth.cart") {
    @Override
    Map<String, Object> around(String line) {
      return ordered(
          "message", line,
          "log.level", "INFO",
          "event.id", "instance-7",
          "orchestrator.cluster.name", "dc-a",
          "kubernetes.namespace", "shop",
          "kubernetes.pod.name", "cart-1",
          "kubernetes.pod.uid", "uid-shop",
          "kubernetes.node.name", "node-1",
          "container.name", "cart",
          "berth.release", "12",
          "berth.app", "cart",
          "service.name", "cart");
    }
  },
  APPENDER_OUTSIDE_OF_KUBERNETES("berth.gateway") {
    @Override
    Map<String, Object> around(String line) {
      return ordered("message", line, "event.id", "instance-8", "service.name", "gateway");
    }
  },
  FLUENTD_IN_FRONT_OF_AN_APPLICATION("app") {
    @Override
    Map<String, Object> around(String line) {
      return ordered("message", line, "service.name", "cart");
    }
  },
  NOTHING_BUT_THE_LINE("t") {
    @Override
    Map<String, Object> around(String line) {
      return ordered("log", line);
    }
  };

  final String tag;

  SampleCollector(String tag) {
    this.tag = tag;
  }

  abstract Map<String, Object> around(String line);

  boolean isCollector() {
    return this == FLUENT_BIT_FILTER || this == FLUENT_BIT_FILE || this == FLUENTD_FILTER;
  }

  private static Map<String, Object> maps() {
    return ordered(
        "pod_name", "cart-1",
        "namespace_name", "shop",
        "pod_id", "uid-shop",
        "labels", Map.of("app", "cart"),
        "host", "node-1",
        "container_name", "cart",
        "docker_id", SamplePods.SHOP_ID);
  }

  /** The line's keys beside its own, as Merge_Log and reserve_data do. */
  Map<String, Object> merged(String line) {
    Map<String, Object> record = around("x");
    Object maps = record.remove("kubernetes");
    JsonNode parsed = EventJson.mapper().readTree(line);
    parsed
        .properties()
        .forEach(
            said -> {
              if (!said.getKey().equals("kubernetes") || maps == null) {
                Object value = EventJson.mapper().treeToValue(said.getValue(), Object.class);
                record.putIfAbsent(said.getKey(), value);
              }
            });
    if (maps != null) {
      record.put("kubernetes", maps);
    }
    return record;
  }

  static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      ordered.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return ordered;
  }
}
