/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.deploy.testing.ManifestFacts.Fact;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What a Deployment means for one of its containers. */
final class ContainerFacts {

  private final Map<String, Fact> facts;
  private final Map<String, JsonNode> ports = new TreeMap<>();
  private final JsonNode pod;
  private final JsonNode container;
  private final JsonNode main;
  private final String at;
  private final String prefix;

  /**
   * Of a container.
   *
   * @param main the application's own container
   * @param at the path of the container
   * @param prefix of the names of its facts; empty for the application's own
   */
  ContainerFacts(
      Map<String, Fact> facts,
      JsonNode pod,
      JsonNode container,
      JsonNode main,
      String at,
      String prefix) {
    this.facts = facts;
    this.pod = pod;
    this.container = container;
    this.main = main;
    this.at = at;
    this.prefix = prefix;
  }

  void collect() {
    program();
    environment();
    ports();
    probes();
    resources();
    security();
    volumes();
  }

  private void put(String name, Fact fact) {
    facts.put(prefix + name, fact);
  }

  private void fact(String name, JsonNode value, String path) {
    ManifestFacts.add(facts, prefix + name, value, path);
  }

  /** By which of its paths the application sees the same files. */
  private void shared(String name, JsonNode mount, String path) {
    List<String> paths =
        main.path("volumeMounts")
            .valueStream()
            .filter(own -> own.path("name").equals(mount.path("name")))
            .map(own -> own.path("mountPath").asString().replaceAll("(?<=.)/+$", ""))
            .sorted()
            .toList();
    if (!prefix.isEmpty() && !paths.isEmpty()) {
      put(name + ".with", new Fact(String.join(" ", paths), path));
    }
  }

  private void program() {
    put("image", new Fact(container.path("image").asString().split("@")[0], at + ".image"));
    fact("workingDir", container.path("workingDir"), at + ".workingDir");
    for (String name : new String[] {"command", "args"}) {
      for (int i = 0; i < container.path(name).size(); i++) {
        String path = at + "." + name + "[" + i + "]";
        // Berth escapes what the kubelet would expand.
        String word = container.path(name).path(i).asString().replace("$$", "$");
        put(name + "[" + i + "]", new Fact(word, path));
      }
    }
    JsonNode preStop = container.path("lifecycle").path("preStop");
    fact("preStop", preStop, at + ".lifecycle.preStop");
    for (String name : new String[] {"tty", "stdin", "terminationMessagePolicy"}) {
      if (!container.path(name).asString("").equals("File")) {
        fact(name, container.path(name), at + "." + name);
      }
    }
  }

  private void environment() {
    JsonNode env = container.path("env");
    for (int i = 0; i < env.size(); i++) {
      JsonNode from = env.path(i).path("valueFrom");
      String name = "env." + env.path(i).path("name").asString();
      String path = at + ".env[" + i + "]";
      String value = env.path(i).path("value").asString("");
      if (from.isMissingNode()) {
        put(name, new Fact(value.replace("$$", "$"), path));
      } else {
        from.properties()
            .forEach(
                source ->
                    source
                        .getValue()
                        .properties()
                        .forEach(
                            field -> {
                              boolean isDefault =
                                  field.getKey().equals("apiVersion")
                                      || field.getKey().equals("divisor");
                              if (!isDefault) {
                                fact(
                                    name + "." + source.getKey() + "." + field.getKey(),
                                    field.getValue(),
                                    path);
                              }
                            }));
      }
    }
    JsonNode all = container.path("envFrom");
    for (int i = 0; i < all.size(); i++) {
      String path = at + ".envFrom[" + i + "]";
      String prefix = all.path(i).path("prefix").asString("");
      for (String kind : new String[] {"secretRef", "configMapRef"}) {
        JsonNode name = all.path(i).path(kind).path("name");
        if (!name.isMissingNode()) {
          fact("envFrom." + kind + "." + prefix + name.asString(), name, path);
        }
      }
    }
  }

  private void ports() {
    JsonNode list = container.path("ports");
    for (int i = 0; i < list.size(); i++) {
      JsonNode port = list.path(i);
      String path = at + ".ports[" + i + "]";
      String number = port.path("containerPort") + "/" + port.path("protocol").asString("TCP");
      ports.put(port.path("name").asString("unnamed " + i), port.path("containerPort"));
      fact("port." + number, port.path("containerPort"), path + ".containerPort");
      fact("hostPort." + number, port.path("hostPort"), path + ".hostPort");
    }
  }

  private void probes() {
    for (String kind : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
      JsonNode probe = container.path(kind);
      String path = at + "." + kind;
      if (probe.isMissingNode()) {
        continue;
      }
      number(kind, probe, "initialDelaySeconds", 0, path);
      number(kind, probe, "periodSeconds", 10, path);
      number(kind, probe, "timeoutSeconds", 1, path);
      number(kind, probe, "failureThreshold", 3, path);
      for (String check : new String[] {"httpGet", "tcpSocket", "grpc", "exec"}) {
        JsonNode asked = probe.path(check);
        if (!asked.isMissingNode()) {
          String name = kind + "." + check;
          JsonNode port = asked.path("port");
          JsonNode resolved = port.isString() ? ports.getOrDefault(port.asString(), port) : port;
          fact(name + ".port", resolved, path + "." + check + ".port");
          for (String field : new String[] {"path", "host", "httpHeaders", "command", "service"}) {
            fact(name + "." + field, asked.path(field), path + "." + check + "." + field);
          }
          if (asked.path("scheme").asString("HTTP").equals("HTTPS")) {
            fact(name + ".scheme", asked.path("scheme"), path + "." + check + ".scheme");
          }
        }
      }
    }
  }

  private void number(String kind, JsonNode probe, String name, int standard, String path) {
    int value = probe.path(name).asInt(standard);
    put(
        kind + "." + name,
        new Fact(Integer.toString(value == 0 ? standard : value), path + "." + name));
  }

  private void resources() {
    for (String kind : new String[] {"limits", "requests"}) {
      container
          .path("resources")
          .path(kind)
          .properties()
          .forEach(
              entry ->
                  put(
                      "resources." + kind + "." + entry.getKey(),
                      new Fact(
                          Quantity.getAmountInBytes(new Quantity(entry.getValue().asString()))
                              .stripTrailingZeros()
                              .toPlainString(),
                          at + ".resources." + kind + "." + entry.getKey())));
    }
  }

  private void security() {
    JsonNode own = container.path("securityContext");
    JsonNode outer = pod.path("securityContext");
    for (String name : new String[] {"runAsUser", "runAsGroup", "runAsNonRoot", "seccompProfile"}) {
      boolean isOwn = own.has(name);
      fact(
          "security." + name,
          (isOwn ? own : outer).path(name),
          (isOwn ? at : ManifestFacts.POD) + ".securityContext." + name);
    }
    for (String name :
        new String[] {"readOnlyRootFilesystem", "allowPrivilegeEscalation", "capabilities"}) {
      fact("security." + name, own.path(name), at + ".securityContext." + name);
    }
    if (own.path("privileged").asBoolean(false)) {
      fact("security.privileged", own.path("privileged"), at + ".securityContext.privileged");
    }
  }

  private void volumes() {
    JsonNode mounts = container.path("volumeMounts");
    for (int i = 0; i < mounts.size(); i++) {
      JsonNode mount = mounts.path(i);
      String path = at + ".volumeMounts[" + i + "]";
      String name = "volume." + mount.path("mountPath").asString().replaceAll("(?<=.)/+$", "");
      fact(name + ".subPath", mount.path("subPath"), path + ".subPath");
      int index = volume(mount.path("name").asString());
      pod.path("volumes")
          .path(index)
          .properties()
          .forEach(
              kind -> {
                if (!kind.getKey().equals("name")) {
                  String volume = ManifestFacts.POD + ".volumes[" + index + "]." + kind.getKey();
                  put(name, new Fact(kind.getKey(), path, volume));
                  content(name, kind.getValue(), path, volume);
                  if (!kind.getKey().equals("secret") && !kind.getKey().equals("configMap")) {
                    shared(name, mount, path);
                    readOnly(name, mount, kind.getValue(), path);
                  }
                }
              });
    }
  }

  private void content(String name, JsonNode content, String path, String volume) {
    content
        .properties()
        .forEach(
            field -> {
              String text = text(field.getValue());
              boolean isDefault =
                  text.equals("420") || text.isEmpty() || field.getKey().equals("readOnly");
              if (!isDefault) {
                put(name + "." + field.getKey(), new Fact(text, path, volume));
              }
            });
  }

  /** Modes are numbers, and the order of items does not matter. */
  private static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> items = value.valueStream().map(JsonNode::toString).sorted().toList();
      return items.isEmpty() ? "" : items.toString();
    }
    String text = value.isString() ? value.asString() : value.toString();
    return text.matches("0[0-7]{3}") ? Integer.valueOf(text, 8).toString() : text;
  }

  private void readOnly(String name, JsonNode mount, JsonNode content, String path) {
    boolean isReadOnly =
        mount.path("readOnly").asBoolean(false) || content.path("readOnly").asBoolean(false);
    if (isReadOnly) {
      put(name + ".readOnly", new Fact("true", path + ".readOnly"));
    }
  }

  private int volume(String name) {
    JsonNode volumes = pod.path("volumes");
    for (int i = 0; i < volumes.size(); i++) {
      if (volumes.path(i).path("name").asString().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no volume " + name);
  }
}
