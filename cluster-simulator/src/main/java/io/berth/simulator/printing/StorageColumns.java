/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.printing;

import static io.berth.simulator.printing.Column.text;
import static io.berth.simulator.printing.Column.wide;

import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectMeta;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The columns of claims, volumes and storage classes. */
final class StorageColumns {

  private static final String SPEC = "spec";
  private static final String STATUS = "status";
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  private StorageColumns() {}

  static List<Column> claims() {
    return List.of(
        Columns.NAME,
        text("Status", (claim, _) -> phase(claim)),
        text("Volume", (claim, _) -> JsonTrees.text(claim, SPEC, "volumeName")),
        text("Capacity", (claim, _) -> JsonTrees.text(claim, STATUS, "capacity", "storage")),
        text("Access Modes", (claim, _) -> modes(JsonTrees.at(claim, STATUS, "accessModes"))),
        text("StorageClass", (claim, _) -> JsonTrees.text(claim, SPEC, "storageClassName")),
        text("VolumeAttributesClass", (claim, _) -> attributes(claim)),
        Columns.AGE,
        wide("VolumeMode", (claim, _) -> JsonTrees.text(claim, SPEC, "volumeMode")));
  }

  static List<Column> volumes() {
    return List.of(
        Columns.NAME,
        text("Capacity", (volume, _) -> JsonTrees.text(volume, SPEC, "capacity", "storage")),
        text("Access Modes", (volume, _) -> modes(JsonTrees.at(volume, SPEC, "accessModes"))),
        text(
            "Reclaim Policy",
            (volume, _) -> JsonTrees.text(volume, SPEC, "persistentVolumeReclaimPolicy")),
        text("Status", (volume, _) -> phase(volume)),
        text("Claim", (volume, _) -> claim(JsonTrees.at(volume, SPEC, "claimRef"))),
        text("StorageClass", (volume, _) -> JsonTrees.text(volume, SPEC, "storageClassName")),
        text("VolumeAttributesClass", (volume, _) -> attributes(volume)),
        text("Reason", (volume, _) -> JsonTrees.text(volume, STATUS, "reason")),
        Columns.AGE,
        wide("VolumeMode", (volume, _) -> JsonTrees.text(volume, SPEC, "volumeMode")));
  }

  static List<Column> storageClasses() {
    return List.of(
        text(
            "Name",
            (storageClass, _) ->
                ObjectMeta.annotation(storageClass, DEFAULT_CLASS).equals("true")
                    ? ObjectMeta.name(storageClass) + " (default)"
                    : ObjectMeta.name(storageClass)),
        Columns.at("Provisioner", "provisioner"),
        Columns.at("ReclaimPolicy", "reclaimPolicy"),
        Columns.at("VolumeBindingMode", "volumeBindingMode"),
        text(
            "AllowVolumeExpansion",
            (storageClass, _) ->
                storageClass.path("allowVolumeExpansion").asBoolean(false) ? "true" : "false"),
        Columns.AGE);
  }

  private static String phase(JsonNode object) {
    return ObjectMeta.isTerminating(object)
        ? "Terminating"
        : JsonTrees.text(object, STATUS, "phase");
  }

  private static String attributes(JsonNode object) {
    String name = JsonTrees.text(object, SPEC, "volumeAttributesClassName");
    return name.isEmpty() ? "<unset>" : name;
  }

  private static String claim(JsonNode ref) {
    return ref.isEmpty()
        ? ""
        : JsonTrees.text(ref, "namespace") + "/" + JsonTrees.text(ref, "name");
  }

  private static String modes(JsonNode modes) {
    return modes
        .valueStream()
        .map(
            mode ->
                switch (mode.asString("")) {
                  case "ReadWriteOnce" -> "RWO";
                  case "ReadOnlyMany" -> "ROX";
                  case "ReadWriteMany" -> "RWX";
                  case "ReadWriteOncePod" -> "RWOP";
                  default -> mode.asString("");
                })
        .collect(Collectors.joining(","));
  }
}
