/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import static io.berth.simulator.printing.Column.number;
import static io.berth.simulator.printing.Column.text;
import static io.berth.simulator.printing.Column.wide;
import static java.util.Map.entry;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import io.berth.simulator.store.Resource;
import io.berth.simulator.store.Resources;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The columns of each kind, as {@code kubectl get} shows them for a real API server. */
final class Columns {

  private static final String SPEC = "spec";
  private static final String STATUS = "status";
  private static final Column NAME = text("Name", (o, _) -> ObjectMeta.name(o));
  private static final Column AGE = text("Age", HumanDuration::age);
  private static final Column CONTAINERS =
      wide("Containers", (o, _) -> Cells.containers(o, "name"));
  private static final Column IMAGES = wide("Images", (o, _) -> Cells.containers(o, "image"));
  private static final Column SELECTOR =
      wide("Selector", (o, _) -> Cells.labels(o, SPEC, "selector", "matchLabels"));
  private static final Column READY_REPLICAS = text("Ready", (o, _) -> ratio(o, "readyReplicas"));

  private static final Map<Resource, List<Column>> OF_KIND =
      Map.ofEntries(
          entry(Resources.PODS, pods()),
          entry(
              Resources.DEPLOYMENTS,
              List.of(
                  NAME,
                  READY_REPLICAS,
                  number("Up-to-date", STATUS, "updatedReplicas"),
                  number("Available", STATUS, "availableReplicas"),
                  AGE,
                  CONTAINERS,
                  IMAGES,
                  SELECTOR)),
          entry(
              Resources.REPLICA_SETS,
              List.of(
                  NAME,
                  number("Desired", SPEC, "replicas"),
                  number("Current", STATUS, "replicas"),
                  number("Ready", STATUS, "readyReplicas"),
                  AGE,
                  CONTAINERS,
                  IMAGES,
                  SELECTOR)),
          entry(Resources.STATEFUL_SETS, List.of(NAME, READY_REPLICAS, AGE, CONTAINERS, IMAGES)),
          entry(Resources.SERVICES, services()),
          entry(
              Resources.ENDPOINTS,
              List.of(NAME, text("Endpoints", (o, _) -> Cells.endpoints(o)), AGE)),
          entry(Resources.NODES, nodes()),
          entry(Resources.NAMESPACES, List.of(NAME, at("Status", STATUS, "phase"), AGE)),
          entry(Resources.CONFIG_MAPS, List.of(NAME, entries(), AGE)),
          entry(Resources.SECRETS, List.of(NAME, at("Type", "type"), entries(), AGE)),
          entry(Resources.EVENTS, events()),
          entry(
              Resources.BUDGETS,
              List.of(
                  NAME,
                  text("Min Available", (o, _) -> orNotApplicable(o, "minAvailable")),
                  text("Max Unavailable", (o, _) -> orNotApplicable(o, "maxUnavailable")),
                  number("Allowed Disruptions", STATUS, "disruptionsAllowed"),
                  AGE)),
          entry(Resources.LEASES, List.of(NAME, at("Holder", SPEC, "holderIdentity"), AGE)),
          entry(
              Resources.SERVICE_ACCOUNTS,
              List.of(NAME, text("Secrets", (o, _) -> o.path("secrets").size()), AGE)));

  private Columns() {}

  static List<Column> of(Resource resource) {
    return OF_KIND.getOrDefault(resource, List.of(NAME, AGE));
  }

  private static List<Column> pods() {
    return List.of(
        NAME,
        text("Ready", (pod, _) -> PodCells.ready(pod)),
        text("Status", (pod, _) -> PodCells.status(pod)),
        text("Restarts", PodCells::restarts),
        AGE,
        wide("IP", (pod, _) -> Cells.text(pod, STATUS, "podIP")),
        wide("Node", (pod, _) -> Cells.text(pod, SPEC, "nodeName")),
        wide("Nominated Node", (pod, _) -> Cells.text(pod, STATUS, "nominatedNodeName")),
        wide("Readiness Gates", (_, _) -> Cells.orNone("")));
  }

  private static List<Column> services() {
    return List.of(
        NAME,
        at("Type", SPEC, "type"),
        at("Cluster-IP", SPEC, "clusterIP"),
        text("External-IP", (_, _) -> Cells.orNone("")),
        text("Port(s)", (service, _) -> Cells.ports(service)),
        AGE,
        wide("Selector", (service, _) -> Cells.labels(service, SPEC, "selector")));
  }

  private static List<Column> nodes() {
    return List.of(
        NAME,
        text("Status", (node, _) -> Cells.nodeStatus(node)),
        text("Roles", (node, _) -> Cells.roles(node)),
        AGE,
        at("Version", STATUS, "nodeInfo", "kubeletVersion"),
        wide("Internal-IP", (node, _) -> Cells.nodeAddress(node, "InternalIP")),
        wide("External-IP", (node, _) -> Cells.nodeAddress(node, "ExternalIP")),
        wide("OS-Image", (node, _) -> Cells.text(node, STATUS, "nodeInfo", "osImage")),
        wide("Kernel-Version", (node, _) -> Cells.text(node, STATUS, "nodeInfo", "kernelVersion")),
        wide(
            "Container-Runtime",
            (node, _) -> Cells.text(node, STATUS, "nodeInfo", "containerRuntimeVersion")));
  }

  private static List<Column> events() {
    return List.of(
        text(
            "Last Seen",
            (event, now) -> HumanDuration.between(JsonTrees.text(event, "lastTimestamp"), now)),
        at("Type", "type"),
        at("Reason", "reason"),
        text(
            "Object",
            (event, _) ->
                JsonTrees.text(event, "involvedObject", "kind").toLowerCase(java.util.Locale.ROOT)
                    + "/"
                    + JsonTrees.text(event, "involvedObject", "name")),
        wide("Source", (event, _) -> Cells.text(event, "source", "component")),
        text("Message", (event, _) -> JsonTrees.text(event, "message").strip()),
        wide("Count", (event, _) -> JsonTrees.number(event, 1, "count")),
        wide("Name", (event, _) -> ObjectMeta.name(event)));
  }

  private static Column at(String title, String... path) {
    return text(title, (object, _) -> Cells.text(object, path));
  }

  private static Column entries() {
    return text("Data", (o, _) -> o.path("data").size() + o.path("binaryData").size());
  }

  private static String ratio(JsonNode object, String ready) {
    return Cells.ratio(object, new String[] {STATUS, ready}, new String[] {SPEC, "replicas"});
  }

  private static String orNotApplicable(JsonNode budget, String field) {
    String text = JsonTrees.at(budget, SPEC, field).asString("");
    return text.isEmpty() ? "N/A" : text;
  }
}
