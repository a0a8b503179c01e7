/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The defaults of pods and pod templates. */
final class PodDefaults {

  private PodDefaults() {}

  static void template(ObjectNode workload) {
    if (workload.get("template") instanceof ObjectNode template) {
      template.withObjectProperty("metadata");
      spec(JsonTrees.child(template, "spec"));
    }
  }

  static void spec(ObjectNode spec) {
    ObjectDefaults.put(spec, "restartPolicy", "Always");
    ObjectDefaults.put(spec, "terminationGracePeriodSeconds", 30);
    ObjectDefaults.put(spec, "dnsPolicy", "ClusterFirst");
    ObjectDefaults.put(spec, "schedulerName", "default-scheduler");
    JsonTrees.child(spec, "securityContext");
    for (String list : List.of("initContainers", "containers")) {
      spec.path(list).forEach(c -> container((ObjectNode) c));
    }
  }

  /** Of pods alone, not of templates: a limit without a request is the request. */
  static void requests(JsonNode spec) {
    for (JsonNode container : containers(spec)) {
      ObjectNode resources = JsonTrees.child((ObjectNode) container, "resources");
      if (resources.get("limits") instanceof ObjectNode limits) {
        ObjectNode requests = JsonTrees.child(resources, "requests");
        limits.properties().forEach(e -> requests.putIfAbsent(e.getKey(), e.getValue()));
      }
    }
  }

  private static List<JsonNode> containers(JsonNode spec) {
    return Stream.of("initContainers", "containers")
        .flatMap(list -> spec.path(list).valueStream())
        .toList();
  }

  private static void container(ObjectNode container) {
    String image = JsonTrees.text(container, "image");
    String tag = tag(image);
    boolean mutable = tag.equals("latest") || (tag.isEmpty() && !image.contains("@"));
    ObjectDefaults.put(container, "imagePullPolicy", mutable ? "Always" : "IfNotPresent");
    ObjectDefaults.put(container, "terminationMessagePath", "/dev/termination-log");
    ObjectDefaults.put(container, "terminationMessagePolicy", "File");
    JsonTrees.child(container, "resources");
    container.path("ports").forEach(p -> ObjectDefaults.put((ObjectNode) p, "protocol", "TCP"));
    for (String name : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.get(name) instanceof ObjectNode probe) {
        probe(probe);
      }
    }
    for (JsonNode env : container.path("env")) {
      if (JsonTrees.at(env, "valueFrom", "fieldRef") instanceof ObjectNode ref) {
        ObjectDefaults.put(ref, "apiVersion", "v1");
      }
    }
  }

  private static void probe(ObjectNode probe) {
    ObjectDefaults.put(probe, "timeoutSeconds", 1);
    ObjectDefaults.put(probe, "periodSeconds", 10);
    ObjectDefaults.put(probe, "successThreshold", 1);
    ObjectDefaults.put(probe, "failureThreshold", 3);
    if (probe.get("httpGet") instanceof ObjectNode get) {
      ObjectDefaults.put(get, "path", "/");
      ObjectDefaults.put(get, "scheme", "HTTP");
    }
  }

  /** The part behind the last colon, where it is no port of a registry. */
  private static String tag(String image) {
    int at = image.lastIndexOf(':');
    return at < 0 || image.indexOf('/', at) >= 0 ? "" : image.substring(at + 1);
  }

  /** Guaranteed, Burstable or BestEffort. */
  static String qosClass(JsonNode spec) {
    boolean any = false;
    boolean guaranteed = true;
    for (JsonNode container : containers(spec)) {
      JsonNode requests = JsonTrees.at(container, "resources", "requests");
      JsonNode limits = JsonTrees.at(container, "resources", "limits");
      any |= !requests.isEmpty() || !limits.isEmpty();
      guaranteed &=
          ResourceQuantity.millis(limits) > 0
              && ResourceQuantity.bytes(limits) > 0
              && ResourceQuantity.millis(limits) == ResourceQuantity.millis(requests)
              && ResourceQuantity.bytes(limits) == ResourceQuantity.bytes(requests);
    }
    return guaranteed && any ? "Guaranteed" : any ? "Burstable" : "BestEffort";
  }
}
