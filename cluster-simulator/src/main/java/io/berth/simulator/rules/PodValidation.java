/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The validation of pods and pod templates. */
final class PodValidation {

  private static final Set<String> MUTABLE =
      Set.of("image", "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds");

  private PodValidation() {}

  static void spec(ObjectValidation faults, String field, JsonNode spec) {
    JsonNode containers = spec.path("containers");
    if (containers.isEmpty()) {
      faults.required(field + ".containers", "");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < containers.size(); i++) {
      container(faults, field + ".containers[" + i + "]", containers.path(i), names);
    }
  }

  private static void container(
      ObjectValidation faults, String field, JsonNode container, Set<String> names) {
    String name = JsonTrees.text(container, "name");
    if (name.isEmpty()) {
      faults.required(field + ".name", "");
    } else if (!ObjectValidation.isLabelName(name)) {
      faults.invalid(field + ".name", name, ObjectValidation.labelRule());
    } else if (!names.add(name)) {
      faults.duplicate(field + ".name", name);
    }
    if (JsonTrees.text(container, "image").isEmpty()) {
      faults.required(field + ".image", "");
    }
    String policy = JsonTrees.text(container, "imagePullPolicy");
    if (!List.of("", "Always", "IfNotPresent", "Never").contains(policy)) {
      faults.unsupported(
          field + ".imagePullPolicy", policy, "\"Always\", \"IfNotPresent\", \"Never\"");
    }
    resources(faults, field + ".resources", container.path("resources"));
  }

  private static void resources(ObjectValidation faults, String field, JsonNode resources) {
    JsonTrees.texts(resources, "requests")
        .forEach(
            (name, request) -> {
              String limit = JsonTrees.text(resources, "limits", name);
              if (ResourceQuantity.isValid(request)
                  && ResourceQuantity.isValid(limit)
                  && ResourceQuantity.parse(request).compareTo(ResourceQuantity.parse(limit)) > 0) {
                faults.invalid(
                    field + ".requests",
                    request,
                    "must be less than or equal to " + name + " limit");
              }
            });
  }

  /** Only images and a few numbers of a pod's spec may change. */
  static void unchanged(ObjectValidation faults, ObjectNode pod, @Nullable ObjectNode before) {
    if (before == null || fixed(pod).equals(fixed(before))) {
      return;
    }
    faults.forbidden(
        "spec",
        "pod updates may not change fields other than `spec.containers[*].image`,"
            + " `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or"
            + " `spec.tolerations` (only additions to existing tolerations)");
  }

  private static JsonNode fixed(ObjectNode pod) {
    ObjectNode spec = JsonTrees.child(pod.deepCopy(), "spec");
    spec.remove(MUTABLE);
    spec.remove("nodeName");
    spec.path("containers").forEach(c -> ((ObjectNode) c).remove("image"));
    return spec;
  }
}
