/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.deploy.testing.ManifestFacts.Fact;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What a Deployment says of the nodes that its pods run on; each condition is a fact. */
final class PlacementFacts {

  private static final String WHEN = "DuringSchedulingIgnoredDuringExecution";

  private final Map<String, Fact> facts;
  private final JsonNode pod;
  private final Map<String, String> selector;

  PlacementFacts(JsonNode deployment, Map<String, Fact> facts) {
    this.facts = facts;
    this.pod = deployment.path("spec").path("template").path("spec");
    this.selector = labels(deployment.path("spec").path("selector"));
  }

  void collect() {
    String at = ManifestFacts.POD + ".affinity";
    for (String kind : new String[] {"podAffinity", "podAntiAffinity"}) {
      JsonNode affinity = pod.path("affinity").path(kind);
      JsonNode required = affinity.path("required" + WHEN);
      for (int i = 0; i < required.size(); i++) {
        String path = at + "." + kind + ".required" + WHEN + "[" + i + "]";
        put(kind + " required " + neighbors(required.path(i)), path);
      }
      JsonNode preferred = affinity.path("preferred" + WHEN);
      for (int i = 0; i < preferred.size(); i++) {
        String path = at + "." + kind + ".preferred" + WHEN + "[" + i + "]";
        String term = neighbors(preferred.path(i).path("podAffinityTerm"));
        put(kind + " " + preferred.path(i).path("weight") + " " + term, path);
      }
    }
    nodes(pod.path("affinity").path("nodeAffinity"), at + ".nodeAffinity.");
    spread(pod.path("topologySpreadConstraints"));
  }

  private void nodes(JsonNode affinity, String at) {
    JsonNode terms = affinity.path("required" + WHEN).path("nodeSelectorTerms");
    for (int i = 0; i < terms.size(); i++) {
      String path = at + "required" + WHEN + ".nodeSelectorTerms[" + i + "]";
      for (JsonNode expression : terms.path(i).path("matchExpressions")) {
        put("node required " + i + " " + condition(expression), path);
      }
    }
    JsonNode preferred = affinity.path("preferred" + WHEN);
    for (int i = 0; i < preferred.size(); i++) {
      String path = at + "preferred" + WHEN + "[" + i + "]";
      JsonNode all = preferred.path(i).path("preference").path("matchExpressions");
      String conditions = all.valueStream().map(PlacementFacts::condition).toList().toString();
      put("node " + preferred.path(i).path("weight") + " " + conditions, path);
    }
  }

  private void spread(JsonNode constraints) {
    for (int i = 0; i < constraints.size(); i++) {
      JsonNode constraint = constraints.path(i);
      String name = "spread." + constraint.path("topologyKey").asString() + ".";
      String path = ManifestFacts.POD + ".topologySpreadConstraints[" + i + "].";
      facts.put(
          name + "maxSkew", new Fact(constraint.path("maxSkew").toString(), path + "maxSkew"));
      facts.put(
          name + "whenUnsatisfiable",
          new Fact(
              constraint.path("whenUnsatisfiable").asString("DoNotSchedule"),
              path + "whenUnsatisfiable"));
      facts.put(
          name + "pods", new Fact(pods(constraint.path("labelSelector")), path + "labelSelector"));
    }
  }

  private void put(String condition, String path) {
    facts.put("affinity." + condition, new Fact("holds", path));
  }

  private String neighbors(JsonNode term) {
    return term.path("topologyKey").asString() + " " + pods(term.path("labelSelector"));
  }

  private static String condition(JsonNode expression) {
    return "%s %s %s"
        .formatted(
            expression.path("key").asString(),
            expression.path("operator").asString(),
            expression.path("values").valueStream().map(JsonNode::asString).sorted().toList());
  }

  /** The Deployment's own pods, whatever labels they have. */
  private String pods(JsonNode labelSelector) {
    Map<String, String> labels = labels(labelSelector);
    boolean areOwn = labels.entrySet().containsAll(selector.entrySet());
    if (areOwn && !selector.isEmpty()) {
      return "its own pods";
    }
    return isPlain(labelSelector) ? "labels " + labels : "selector " + labelSelector;
  }

  private static Map<String, String> labels(JsonNode labelSelector) {
    Map<String, String> labels = new TreeMap<>();
    labelSelector
        .path("matchLabels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
    for (JsonNode expression : labelSelector.path("matchExpressions")) {
      if (isEquality(expression)) {
        labels.put(expression.path("key").asString(), expression.path("values").path(0).asString());
      }
    }
    return labels;
  }

  private static boolean isPlain(JsonNode labelSelector) {
    return labelSelector
        .path("matchExpressions")
        .valueStream()
        .allMatch(PlacementFacts::isEquality);
  }

  private static boolean isEquality(JsonNode expression) {
    return expression.path("operator").asString("").equals("In")
        && expression.path("values").size() == 1;
  }
}
