/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import static io.berth.simulator.printing.Column.number;
import static io.berth.simulator.printing.Column.text;
import static io.berth.simulator.printing.Column.wide;
import static java.util.Map.entry;

import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The columns of each kind, as {@code kubectl get} shows them for a real API server. */
final class Columns {

  private static final String SPEC = "spec";
  private static final String STATUS = "status";
  static final Column NAME = text("Name", (o, _) -> ObjectMeta.name(o));
  static final Column AGE = text("Age", HumanDuration::age);
  static final Column CONTAINERS =
      wide("Containers", (o, _) -> CellFormatter.containers(o, "name"));
  static final Column IMAGES = wide("Images", (o, _) -> CellFormatter.containers(o, "image"));
  static final Column SELECTOR =
      wide("Selector", (o, _) -> CellFormatter.labels(o, SPEC, "selector", "matchLabels"));
  private static final Column READY_REPLICAS = text("Ready", (o, _) -> ratio(o, "readyReplicas"));

  private static final Map<ApiResource, List<Column>> OF_KIND =
      Map.ofEntries(
          entry(ApiResources.PODS, pods()),
          entry(
              ApiResources.DEPLOYMENTS,
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
              ApiResources.REPLICA_SETS,
              List.of(
                  NAME,
                  number("Desired", SPEC, "replicas"),
                  number("Current", STATUS, "replicas"),
                  number("Ready", STATUS, "readyReplicas"),
                  AGE,
                  CONTAINERS,
                  IMAGES,
                  SELECTOR)),
          entry(ApiResources.STATEFUL_SETS, List.of(NAME, READY_REPLICAS, AGE, CONTAINERS, IMAGES)),
          entry(
              ApiResources.REVISIONS,
              List.of(
                  NAME,
                  text("Controller", (o, _) -> CellFormatter.controller(o)),
                  number("Revision", "revision"),
                  AGE)),
          entry(ApiResources.JOBS, BatchColumns.jobs()),
          entry(ApiResources.CRON_JOBS, BatchColumns.cronJobs()),
          entry(ApiResources.CLAIMS, StorageColumns.claims()),
          entry(ApiResources.VOLUMES, StorageColumns.volumes()),
          entry(ApiResources.STORAGE_CLASSES, StorageColumns.storageClasses()),
          entry(ApiResources.SERVICES, services()),
          entry(
              ApiResources.ENDPOINTS,
              List.of(NAME, text("Endpoints", (o, _) -> CellFormatter.endpoints(o)), AGE)),
          entry(ApiResources.NODES, nodes()),
          entry(ApiResources.NAMESPACES, List.of(NAME, at("Status", STATUS, "phase"), AGE)),
          entry(ApiResources.CONFIG_MAPS, List.of(NAME, entries(), AGE)),
          entry(ApiResources.SECRETS, List.of(NAME, at("Type", "type"), entries(), AGE)),
          entry(ApiResources.EVENTS, events()),
          entry(
              ApiResources.BUDGETS,
              List.of(
                  NAME,
                  text("Min Available", (o, _) -> orNotApplicable(o, "minAvailable")),
                  text("Max Unavailable", (o, _) -> orNotApplicable(o, "maxUnavailable")),
                  number("Allowed Disruptions", STATUS, "disruptionsAllowed"),
                  AGE)),
          entry(ApiResources.LEASES, List.of(NAME, at("Holder", SPEC, "holderIdentity"), AGE)),
          entry(
              ApiResources.SERVICE_ACCOUNTS,
              List.of(NAME, text("Secrets", (o, _) -> o.path("secrets").size()), AGE)));

  private Columns() {}

  static List<Column> of(ApiResource resource) {
    return OF_KIND.getOrDefault(resource, List.of(NAME, AGE));
  }

  private static List<Column> pods() {
    return List.of(
        NAME,
        text("Ready", (pod, _) -> PodCellFormatter.ready(pod)),
        text("Status", (pod, _) -> PodCellFormatter.status(pod)),
        text("Restarts", PodCellFormatter::restarts),
        AGE,
        wide("IP", (pod, _) -> CellFormatter.text(pod, STATUS, "podIP")),
        wide("Node", (pod, _) -> CellFormatter.text(pod, SPEC, "nodeName")),
        wide("Nominated Node", (pod, _) -> CellFormatter.text(pod, STATUS, "nominatedNodeName")),
        wide("Readiness Gates", (_, _) -> CellFormatter.orNone("")));
  }

  private static List<Column> services() {
    return List.of(
        NAME,
        at("Type", SPEC, "type"),
        at("Cluster-IP", SPEC, "clusterIP"),
        text("External-IP", (_, _) -> CellFormatter.orNone("")),
        text("Port(s)", (service, _) -> CellFormatter.ports(service)),
        AGE,
        wide("Selector", (service, _) -> CellFormatter.labels(service, SPEC, "selector")));
  }

  private static List<Column> nodes() {
    return List.of(
        NAME,
        text("Status", (node, _) -> CellFormatter.nodeStatus(node)),
        text("Roles", (node, _) -> CellFormatter.roles(node)),
        AGE,
        at("Version", STATUS, "nodeInfo", "kubeletVersion"),
        wide("Internal-IP", (node, _) -> CellFormatter.nodeAddress(node, "InternalIP")),
        wide("External-IP", (node, _) -> CellFormatter.nodeAddress(node, "ExternalIP")),
        wide("OS-Image", (node, _) -> CellFormatter.text(node, STATUS, "nodeInfo", "osImage")),
        wide(
            "Kernel-Version",
            (node, _) -> CellFormatter.text(node, STATUS, "nodeInfo", "kernelVersion")),
        wide(
            "Container-Runtime",
            (node, _) -> CellFormatter.text(node, STATUS, "nodeInfo", "containerRuntimeVersion")));
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
        wide("Source", (event, _) -> CellFormatter.text(event, "source", "component")),
        text("Message", (event, _) -> JsonTrees.text(event, "message").strip()),
        wide("Count", (event, _) -> JsonTrees.number(event, 1, "count")),
        wide("Name", (event, _) -> ObjectMeta.name(event)));
  }

  static Column at(String title, String... path) {
    return text(title, (object, _) -> CellFormatter.text(object, path));
  }

  private static Column entries() {
    return text("Data", (o, _) -> o.path("data").size() + o.path("binaryData").size());
  }

  private static String ratio(JsonNode object, String ready) {
    return CellFormatter.ratio(
        object, new String[] {STATUS, ready}, new String[] {SPEC, "replicas"});
  }

  private static String orNotApplicable(JsonNode budget, String field) {
    String text = JsonTrees.at(budget, SPEC, field).asString("");
    return text.isEmpty() ? "N/A" : text;
  }
}
