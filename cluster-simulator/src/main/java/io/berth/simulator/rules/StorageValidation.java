/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The validation of claims, volumes and storage classes. */
final class StorageValidation {

  private static final List<String> ACCESS_MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

  private StorageValidation() {}

  static void claim(ObjectValidation faults, ObjectNode claim, @Nullable ObjectNode before) {
    claimSpec(faults, "spec", claim.path("spec"));
    if (before == null) {
      return;
    }
    JsonNode bound = JsonTrees.at(before, "status", "phase");
    if (!fixed(claim, before, bound.asString("").equals("Bound")).equals(before.path("spec"))) {
      faults.forbidden(
          "spec",
          "spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims");
    }
    String wanted = JsonTrees.text(claim, "spec", "resources", "requests", "storage");
    String had = JsonTrees.text(before, "spec", "resources", "requests", "storage");
    if (isSmaller(wanted, had)) {
      faults.forbidden(
          "spec.resources.requests.storage", "field can not be less than previous value");
    }
  }

  /** The spec as it is wanted, with what may change as it was. */
  private static JsonNode fixed(ObjectNode claim, ObjectNode before, boolean isBound) {
    ObjectNode spec = JsonTrees.child(claim.deepCopy(), "spec");
    JsonNode old = before.path("spec");
    if (!old.has("volumeName")) {
      spec.remove("volumeName");
    }
    if (isBound) {
      spec.set("resources", old.path("resources"));
    }
    return spec;
  }

  private static boolean isSmaller(String wanted, String had) {
    return ResourceQuantity.isValid(wanted)
        && ResourceQuantity.isValid(had)
        && ResourceQuantity.parse(wanted).compareTo(ResourceQuantity.parse(had)) < 0;
  }

  static void claimSpec(ObjectValidation faults, String field, JsonNode spec) {
    accessModes(faults, field, spec);
    String at = field + ".resources[storage]";
    String storage = JsonTrees.text(spec, "resources", "requests", "storage");
    if (storage.isEmpty()) {
      faults.required(at, "");
    } else {
      positive(faults, at, storage);
    }
    String className = JsonTrees.text(spec, "storageClassName");
    if (!className.isEmpty()) {
      faults.invalid(field + ".storageClassName", className, NameFormats.subdomain(className));
    }
  }

  private static void accessModes(ObjectValidation faults, String field, JsonNode spec) {
    JsonNode modes = spec.path("accessModes");
    if (modes.isEmpty()) {
      faults.required(field + ".accessModes", "at least 1 access mode is required");
    }
    for (JsonNode mode : modes) {
      if (!ACCESS_MODES.contains(mode.asString(""))) {
        faults.unsupported(
            field + ".accessModes",
            mode.asString(""),
            "\"" + String.join("\", \"", ACCESS_MODES) + "\"");
      }
    }
  }

  private static void positive(ObjectValidation faults, String field, String amount) {
    if (ResourceQuantity.isValid(amount) && ResourceQuantity.parse(amount).signum() <= 0) {
      faults.invalid(field, amount, "must be greater than zero");
    }
  }

  static void volume(ObjectValidation faults, JsonNode spec) {
    accessModes(faults, "spec", spec);
    String storage = JsonTrees.text(spec, "capacity", "storage");
    if (storage.isEmpty()) {
      faults.required("spec.capacity", "");
    } else {
      positive(faults, "spec.capacity[storage]", storage);
    }
    String policy = JsonTrees.text(spec, "persistentVolumeReclaimPolicy");
    if (!List.of("Delete", "Recycle", "Retain").contains(policy)) {
      faults.unsupported(
          "spec.persistentVolumeReclaimPolicy", policy, "\"Delete\", \"Recycle\", \"Retain\"");
    }
  }

  static void storageClass(
      ObjectValidation faults, ObjectNode storageClass, @Nullable ObjectNode before) {
    if (JsonTrees.text(storageClass, "provisioner").isEmpty()) {
      faults.required("provisioner", "");
    }
    String policy = JsonTrees.text(storageClass, "reclaimPolicy");
    if (!List.of("Delete", "Retain").contains(policy)) {
      faults.unsupported("reclaimPolicy", policy, "\"Delete\", \"Retain\"");
    }
    String mode = JsonTrees.text(storageClass, "volumeBindingMode");
    if (!List.of("Immediate", "WaitForFirstConsumer").contains(mode)) {
      faults.unsupported("volumeBindingMode", mode, "\"Immediate\", \"WaitForFirstConsumer\"");
    }
    if (before == null) {
      return;
    }
    for (String field : List.of("parameters", "provisioner")) {
      if (!storageClass.path(field).equals(before.path(field))) {
        faults.forbidden(field, "updates to " + field + " are forbidden.");
      }
    }
    for (String field : List.of("reclaimPolicy", "volumeBindingMode")) {
      if (!storageClass.path(field).equals(before.path(field))) {
        faults.invalid(field, JsonTrees.text(storageClass, field), "field is immutable");
      }
    }
  }
}
