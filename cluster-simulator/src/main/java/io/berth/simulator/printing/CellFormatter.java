/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Formats the cells of the tables that kubectl prints. */
final class CellFormatter {

  private static final String NONE = "<none>";

  private CellFormatter() {}

  static JsonNode at(JsonNode object, String... path) {
    return JsonTrees.at(object, path);
  }

  /** The text there, or {@code <none>}. */
  static String text(JsonNode object, String... path) {
    return orNone(JsonTrees.text(object, path));
  }

  static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  /** {@code 2/3}. */
  static String ratio(JsonNode object, String[] part, String[] whole) {
    return at(object, part).asInt(0) + "/" + at(object, whole).asInt(0);
  }

  /** {@code statefulset.apps/web}. */
  static String controller(JsonNode object) {
    return ObjectMeta.controller(object)
        .map(
            owner ->
                JsonTrees.text(owner, "kind").toLowerCase(Locale.ROOT)
                    + "."
                    + JsonTrees.text(owner, "apiVersion").split("/", 2)[0]
                    + "/"
                    + JsonTrees.text(owner, "name"))
        .orElse(NONE);
  }

  static String containers(JsonNode object, String field) {
    return joined(at(object, "spec", "template", "spec", "containers"), c -> c.path(field));
  }

  static String joined(JsonNode list, Function<JsonNode, JsonNode> field) {
    return orNone(
        list.valueStream()
            .map(field)
            .map(node -> node.asString(""))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(",")));
  }

  static String labels(JsonNode object, String... path) {
    Map<String, String> labels = JsonTrees.texts(object, path);
    return orNone(
        labels.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(",")));
  }

  /** {@code 80/TCP,443:30443/TCP}. */
  static String ports(JsonNode service) {
    return orNone(
        at(service, "spec", "ports")
            .valueStream()
            .map(
                port ->
                    port.path("port").asInt(0)
                        + (port.has("nodePort") ? ":" + port.path("nodePort").asInt() : "")
                        + "/"
                        + port.path("protocol").asString("TCP"))
            .collect(Collectors.joining(",")));
  }

  /** The first three addresses behind a service, and how many more there are. */
  static String endpoints(JsonNode endpoints) {
    List<String> all =
        at(endpoints, "subsets")
            .valueStream()
            .flatMap(
                subset ->
                    subset
                        .path("addresses")
                        .valueStream()
                        .flatMap(
                            address ->
                                subset
                                    .path("ports")
                                    .valueStream()
                                    .map(
                                        port ->
                                            address.path("ip").asString("")
                                                + ":"
                                                + port.path("port").asInt(0))))
            .toList();
    String first = all.stream().limit(3).collect(Collectors.joining(","));
    return all.size() > 3 ? first + " + " + (all.size() - 3) + " more..." : orNone(first);
  }

  /** {@code Ready}, {@code NotReady}, with {@code ,SchedulingDisabled} where it is cordoned. */
  static String nodeStatus(JsonNode node) {
    String ready =
        at(node, "status", "conditions")
            .valueStream()
            .filter(condition -> condition.path("type").asString("").equals("Ready"))
            .map(condition -> condition.path("status").asString("").equals("True"))
            .map(isReady -> isReady ? "Ready" : "NotReady")
            .findFirst()
            .orElse("Unknown");
    boolean isCordoned = at(node, "spec", "unschedulable").asBoolean(false);
    return isCordoned ? ready + ",SchedulingDisabled" : ready;
  }

  static String nodeAddress(JsonNode node, String type) {
    return orNone(
        at(node, "status", "addresses")
            .valueStream()
            .filter(address -> address.path("type").asString("").equals(type))
            .map(address -> address.path("address").asString(""))
            .findFirst()
            .orElse(""));
  }

  static String roles(JsonNode node) {
    String prefix = "node-role.kubernetes.io/";
    return orNone(
        JsonTrees.texts(node, "metadata", "labels").keySet().stream()
            .filter(label -> label.startsWith(prefix))
            .map(label -> label.substring(prefix.length()))
            .sorted()
            .collect(Collectors.joining(",")));
  }
}
