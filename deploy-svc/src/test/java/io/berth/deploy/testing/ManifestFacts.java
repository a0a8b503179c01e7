/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a Deployment means for its pods, whatever names its volumes have and in which order its
 * fields stand: by a name for each fact its value, and the path of the field that says it.
 */
public final class ManifestFacts {

  /** A fact's value and where it stands. */
  public record Fact(String value, String path) {}

  private static final String POD = "spec.template.spec";

  private final Map<String, Fact> facts = new TreeMap<>();
  private final Map<String, JsonNode> ports = new TreeMap<>();
  private final JsonNode pod;
  private final JsonNode container;
  private final String at;

  private ManifestFacts(JsonNode deployment, int container) {
    this.pod = deployment.path("spec").path("template").path("spec");
    this.container = pod.path("containers").path(container);
    this.at = POD + ".containers[" + container + "]";
  }

  /**
   * The facts of a Deployment.
   *
   * @param container the index of the container
   */
  public static Map<String, Fact> of(JsonNode deployment, int container) {
    ManifestFacts facts = new ManifestFacts(deployment, container);
    facts.program();
    facts.environment();
    facts.ports();
    facts.probes();
    facts.resources();
    facts.security();
    facts.volumes();
    facts.pod();
    facts.metadata(deployment.path("spec").path("template").path("metadata"));
    return facts.facts;
  }

  private void fact(String name, JsonNode value, String path) {
    if (!value.isMissingNode() && !value.isNull() && !(value.isContainer() && value.isEmpty())) {
      facts.put(name, new Fact(value.isString() ? value.asString() : value.toString(), path));
    }
  }

  private void program() {
    facts.put("image", new Fact(container.path("image").asString().split("@")[0], at + ".image"));
    fact("workingDir", container.path("workingDir"), at + ".workingDir");
    for (String name : new String[] {"command", "args"}) {
      for (int i = 0; i < container.path(name).size(); i++) {
        String path = at + "." + name + "[" + i + "]";
        // Berth escapes what the kubelet would expand.
        String word = container.path(name).path(i).asString().replace("$$", "$");
        facts.put(name + "[" + i + "]", new Fact(word, path));
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
        facts.put(name, new Fact(value.replace("$$", "$"), path));
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
    facts.put(
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
                  facts.put(
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
          (isOwn ? at : POD) + ".securityContext." + name);
    }
    for (String name :
        new String[] {"readOnlyRootFilesystem", "allowPrivilegeEscalation", "capabilities"}) {
      fact("security." + name, own.path(name), at + ".securityContext." + name);
    }
    if (own.path("privileged").asBoolean(false)) {
      fact("security.privileged", own.path("privileged"), at + ".securityContext.privileged");
    }
    for (String name : new String[] {"fsGroup", "fsGroupChangePolicy", "supplementalGroups"}) {
      fact("security." + name, outer.path(name), POD + ".securityContext." + name);
    }
  }

  private void volumes() {
    JsonNode mounts = container.path("volumeMounts");
    for (int i = 0; i < mounts.size(); i++) {
      JsonNode mount = mounts.path(i);
      String path = at + ".volumeMounts[" + i + "]";
      String name = "volume." + mount.path("mountPath").asString().replaceAll("(?<=.)/+$", "");
      fact(name + ".subPath", mount.path("subPath"), path + ".subPath");
      JsonNode volume = volume(mount.path("name").asString());
      volume
          .properties()
          .forEach(
              kind -> {
                if (!kind.getKey().equals("name")) {
                  facts.put(name, new Fact(kind.getKey(), path));
                  kind.getValue()
                      .properties()
                      .forEach(
                          field -> {
                            boolean isDefault = field.getValue().toString().equals("420");
                            if (!isDefault) {
                              fact(name + "." + field.getKey(), field.getValue(), path);
                            }
                          });
                }
              });
    }
  }

  private JsonNode volume(String name) {
    return pod.path("volumes")
        .valueStream()
        .filter(volume -> volume.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void pod() {
    for (String name :
        new String[] {
          "serviceAccountName",
          "automountServiceAccountToken",
          "imagePullSecrets",
          "priorityClassName",
          "terminationGracePeriodSeconds",
          "hostAliases",
          "nodeSelector",
          "tolerations",
          "affinity",
          "initContainers",
          "enableServiceLinks"
        }) {
      fact(name, pod.path(name), POD + "." + name);
    }
    if (!pod.path("dnsPolicy").asString("ClusterFirst").equals("ClusterFirst")) {
      fact("dnsPolicy", pod.path("dnsPolicy"), POD + ".dnsPolicy");
    }
    if (pod.path("hostNetwork").asBoolean(false)) {
      fact("hostNetwork", pod.path("hostNetwork"), POD + ".hostNetwork");
    }
  }

  private void metadata(JsonNode metadata) {
    for (String kind : new String[] {"labels", "annotations"}) {
      metadata
          .path(kind)
          .properties()
          .forEach(
              entry -> {
                String key = entry.getKey();
                String path = "spec.template.metadata." + kind;
                boolean isPlain = key.matches("[A-Za-z0-9_-]+");
                fact(
                    kind + "." + key,
                    entry.getValue(),
                    path + (isPlain ? "." + key : "['" + key + "']"));
              });
    }
  }
}
