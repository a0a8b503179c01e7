/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a Deployment means for its pods, whatever names its volumes have and in which order its
 * fields stand: by a name for each fact its value, and the path of the field that says it.
 */
public final class ManifestFacts {

  /**
   * A fact.
   *
   * @param path of the field that says it
   * @param other of another field that it follows from too
   */
  public record Fact(String value, String path, String other) {
    Fact(String value, String path) {
      this(value, path, path);
    }
  }

  static final String POD = "spec.template.spec";

  private final Map<String, Fact> facts = new TreeMap<>();
  private final JsonNode pod;

  private ManifestFacts(JsonNode deployment) {
    this.pod = deployment.path("spec").path("template").path("spec");
  }

  /**
   * The facts of a Deployment. Those of init containers begin with {@code init.} and the
   * container's name, those of sidecars with {@code sidecar.} and the name.
   *
   * @param own the index of the application's own container
   */
  public static Map<String, Fact> of(JsonNode deployment, int own) {
    ManifestFacts facts = new ManifestFacts(deployment);
    facts.containers(own);
    facts.pod();
    facts.metadata(deployment.path("spec").path("template").path("metadata"));
    new PlacementFacts(deployment, facts.facts).collect();
    facts.facts.put(
        "strategy",
        new Fact(
            deployment.path("spec").path("strategy").path("type").asString("RollingUpdate"),
            "spec.strategy.type"));
    return facts.facts;
  }

  private void containers(int own) {
    JsonNode containers = pod.path("containers");
    for (int i = 0; i < containers.size(); i++) {
      String name = containers.path(i).path("name").asString();
      container("containers[" + i + "]", containers.path(i), own, i == own ? "" : sidecar(name));
    }
    JsonNode inits = pod.path("initContainers");
    for (int i = 0; i < inits.size(); i++) {
      String name = inits.path(i).path("name").asString();
      boolean stays = inits.path(i).path("restartPolicy").asString("").equals("Always");
      container(
          "initContainers[" + i + "]",
          inits.path(i),
          own,
          stays ? sidecar(name) : "init." + name + ".");
      facts.put(
          (stays ? sidecar(name) : "init." + name + ".") + "kind",
          new Fact(stays ? "sidecar" : "init " + i, POD + ".initContainers[" + i + "]"));
    }
  }

  private static String sidecar(String name) {
    return "sidecar." + name + ".";
  }

  private void container(String at, JsonNode container, int own, String prefix) {
    new ContainerFacts(
            facts, pod, container, pod.path("containers").path(own), POD + "." + at, prefix)
        .collect();
  }

  private void fact(String name, JsonNode value, String path) {
    add(facts, name, value, path);
  }

  static void add(Map<String, Fact> facts, String name, JsonNode value, String path) {
    if (!value.isMissingNode() && !value.isNull() && !(value.isContainer() && value.isEmpty())) {
      facts.put(name, new Fact(value.isString() ? value.asString() : value.toString(), path));
    }
  }

  private void pod() {
    for (String name : new String[] {"fsGroup", "fsGroupChangePolicy", "supplementalGroups"}) {
      fact(
          "security." + name,
          pod.path("securityContext").path(name),
          POD + ".securityContext." + name);
    }
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
