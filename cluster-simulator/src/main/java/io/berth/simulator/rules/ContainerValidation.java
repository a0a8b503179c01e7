/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The validation of a container's probes, ports, environment and mounts. */
final class ContainerValidation {

  private static final Pattern PARENT = Pattern.compile("(.*/)?\\.\\.(/.*)?");

  private ContainerValidation() {}

  static void check(
      ObjectValidation faults, String field, JsonNode container, Set<String> volumes) {
    for (String kind : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(kind)) {
        probe(faults, field + "." + kind, container.path(kind));
      }
    }
    for (String kind : List.of("livenessProbe", "startupProbe")) {
      int threshold = JsonTrees.number(container, 1, kind, "successThreshold");
      if (threshold != 1) {
        faults.invalid(field + "." + kind + ".successThreshold", threshold, "must be 1");
      }
    }
    ports(faults, field + ".ports", container.path("ports"));
    env(faults, field + ".env", container.path("env"));
    envFrom(faults, field + ".envFrom", container.path("envFrom"));
    mounts(faults, field + ".volumeMounts", container.path("volumeMounts"), volumes);
  }

  private static void probe(ObjectValidation faults, String field, JsonNode probe) {
    if (probe.has("exec")) {
      if (JsonTrees.at(probe, "exec", "command").isEmpty()) {
        faults.required(field + ".exec.command", "");
      }
    } else if (probe.has("httpGet")) {
      if (JsonTrees.text(probe, "httpGet", "path").isEmpty()) {
        faults.required(field + ".httpGet.path", "");
      }
      faults.portReference(field + ".httpGet.port", JsonTrees.at(probe, "httpGet", "port"));
      String scheme = JsonTrees.text(probe, "httpGet", "scheme");
      if (!List.of("", "HTTP", "HTTPS").contains(scheme)) {
        faults.unsupported(field + ".httpGet.scheme", scheme, "\"HTTP\", \"HTTPS\"");
      }
    } else if (probe.has("tcpSocket")) {
      faults.portReference(field + ".tcpSocket.port", JsonTrees.at(probe, "tcpSocket", "port"));
    } else if (!probe.has("grpc")) {
      faults.required(field, "must specify a handler type");
    }
    for (String number :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      int value = probe.path(number).asInt(0);
      if (value < 0) {
        faults.invalid(field + "." + number, value, "must be greater than or equal to 0");
      }
    }
  }

  private static void ports(ObjectValidation faults, String field, JsonNode ports) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      String at = field + "[" + i + "]";
      JsonNode port = ports.path(i);
      String name = JsonTrees.text(port, "name");
      if (!name.isEmpty() && !NameFormats.portName(name).isEmpty()) {
        faults.invalid(at + ".name", name, NameFormats.portName(name));
      } else if (!name.isEmpty() && !names.add(name)) {
        faults.duplicate(at + ".name", name);
      }
      if (port.path("containerPort").asLong(0) == 0) {
        faults.required(at + ".containerPort", "");
      } else {
        faults.portNumber(at + ".containerPort", port.path("containerPort"));
      }
      PodValidation.protocol(faults, at + ".protocol", JsonTrees.text(port, "protocol"));
    }
  }

  private static void env(ObjectValidation faults, String field, JsonNode env) {
    for (int i = 0; i < env.size(); i++) {
      String at = field + "[" + i + "]";
      String name = JsonTrees.text(env.path(i), "name");
      if (name.isEmpty()) {
        faults.required(at + ".name", "");
      } else {
        faults.invalid(at + ".name", name, NameFormats.envName(name));
      }
      if (env.path(i).has("valueFrom") && !JsonTrees.text(env.path(i), "value").isEmpty()) {
        faults.invalid(at + ".valueFrom", "", "may not be specified when `value` is not empty");
      }
    }
  }

  private static void envFrom(ObjectValidation faults, String field, JsonNode sources) {
    for (int i = 0; i < sources.size(); i++) {
      for (String kind : List.of("configMapRef", "secretRef")) {
        if (sources.path(i).has(kind)) {
          String at = field + "[" + i + "]." + kind + ".name";
          String name = JsonTrees.text(sources.path(i), kind, "name");
          if (name.isEmpty()) {
            faults.required(at, "");
          } else {
            faults.invalid(at, name, NameFormats.subdomain(name));
          }
        }
      }
    }
  }

  private static void mounts(
      ObjectValidation faults, String field, JsonNode mounts, Set<String> volumes) {
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < mounts.size(); i++) {
      String at = field + "[" + i + "]";
      JsonNode mount = mounts.path(i);
      String volume = JsonTrees.text(mount, "name");
      if (volume.isEmpty()) {
        faults.required(at + ".name", "");
      } else if (!volumes.contains(volume)) {
        faults.notFound(at + ".name", volume);
      }
      String path = JsonTrees.text(mount, "mountPath");
      if (path.isEmpty()) {
        faults.required(at + ".mountPath", "");
      } else if (!paths.add(path)) {
        faults.invalid(at + ".mountPath", path, "must be unique");
      }
      subPath(faults, field + ".subPath", JsonTrees.text(mount, "subPath"));
    }
  }

  private static void subPath(ObjectValidation faults, String field, String path) {
    if (path.startsWith("/")) {
      faults.invalid(field, path, "must be a relative path");
    }
    if (PARENT.matcher(path).matches()) {
      faults.invalid(field, path, "must not contain '..'");
    }
  }
}
