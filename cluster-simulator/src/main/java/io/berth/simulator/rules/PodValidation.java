/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.JsonTrees;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The validation of pods and pod templates. */
final class PodValidation {

  private static final Set<String> MUTABLE =
      Set.of("image", "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds");

  private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");

  /** In the order in which the API server looks at them. */
  private static final List<String> VOLUME_TYPES =
      List.of("emptyDir", "secret", "persistentVolumeClaim", "configMap", "projected");

  /** The field of a volume that names another object, by the volume's type. */
  private static final Map<String, String> REFERENCES =
      Map.of("configMap", "name", "secret", "secretName", "persistentVolumeClaim", "claimName");

  private PodValidation() {}

  static void spec(ObjectValidation faults, String field, JsonNode spec) {
    spec(faults, field, spec, Set.of());
  }

  /**
   * @param claims volumes that the controller of a template adds to its pods
   */
  static void spec(ObjectValidation faults, String field, JsonNode spec, Set<String> claims) {
    Set<String> volumes = volumes(faults, field + ".volumes", spec.path("volumes"));
    volumes.addAll(claims);
    JsonNode containers = spec.path("containers");
    if (containers.isEmpty()) {
      faults.required(field + ".containers", "");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < containers.size(); i++) {
      String at = field + ".containers[" + i + "]";
      container(faults, at, containers.path(i), names);
      ContainerValidation.check(faults, at, containers.path(i), volumes);
      resources(faults, at + ".resources", containers.path(i).path("resources"));
    }
    initContainers(faults, field + ".initContainers", spec.path("initContainers"), names, volumes);
    String policy = JsonTrees.text(spec, "restartPolicy");
    if (!RESTART_POLICIES.contains(policy)) {
      faults.unsupported(field + ".restartPolicy", policy, "\"Always\", \"OnFailure\", \"Never\"");
    }
  }

  /** They share their names with the containers, and nothing probes them. */
  private static void initContainers(
      ObjectValidation faults,
      String field,
      JsonNode containers,
      Set<String> names,
      Set<String> volumes) {
    for (int i = 0; i < containers.size(); i++) {
      String at = field + "[" + i + "]";
      JsonNode container = containers.path(i);
      container(faults, at, container, names);
      ContainerValidation.check(faults, at, container, volumes);
      resources(faults, at + ".resources", container.path("resources"));
      for (String kind : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
        if (container.has(kind)) {
          faults.invalid(
              at + "." + kind, JsonTrees.object(), "must not be set for init containers");
        }
      }
    }
  }

  private static Set<String> volumes(ObjectValidation faults, String field, JsonNode volumes) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < volumes.size(); i++) {
      String at = field + "[" + i + "]";
      JsonNode volume = volumes.path(i);
      String name = JsonTrees.text(volume, "name");
      if (name.isEmpty()) {
        faults.required(at + ".name", "");
      } else if (!names.add(name)) {
        faults.duplicate(at + ".name", name);
      } else {
        faults.invalid(at + ".name", name, NameFormats.label(name));
      }
      source(faults, at, volume);
    }
    return names;
  }

  private static void source(ObjectValidation faults, String field, JsonNode volume) {
    List<String> kinds = VOLUME_TYPES.stream().filter(volume::has).toList();
    kinds.stream()
        .skip(1)
        .forEach(
            kind ->
                faults.forbidden(field + "." + kind, "may not specify more than 1 volume type"));
    REFERENCES.forEach(
        (kind, name) -> {
          if (volume.has(kind) && JsonTrees.text(volume, kind, name).isEmpty()) {
            faults.required(field + "." + kind + "." + name, "");
          }
        });
  }

  private static void container(
      ObjectValidation faults, String field, JsonNode container, Set<String> names) {
    String name = JsonTrees.text(container, "name");
    if (name.isEmpty()) {
      faults.required(field + ".name", "");
    } else if (!NameFormats.label(name).isEmpty()) {
      faults.invalid(field + ".name", name, NameFormats.label(name));
    } else if (!names.add(name)) {
      faults.duplicate(field + ".name", name);
    }
    String image = JsonTrees.text(container, "image");
    if (image.isEmpty()) {
      faults.required(field + ".image", "");
    } else if (field.startsWith("spec.containers") && !image.equals(image.strip())) {
      faults.invalid(field + ".image", image, "must not have leading or trailing whitespace");
    }
    String policy = JsonTrees.text(container, "imagePullPolicy");
    if (!List.of("", "Always", "IfNotPresent", "Never").contains(policy)) {
      faults.unsupported(
          field + ".imagePullPolicy", policy, "\"Always\", \"IfNotPresent\", \"Never\"");
    }
  }

  static void protocol(ObjectValidation faults, String field, String protocol) {
    if (protocol.isEmpty()) {
      faults.required(field, "");
    } else if (!List.of("SCTP", "TCP", "UDP").contains(protocol)) {
      faults.unsupported(field, protocol, "\"SCTP\", \"TCP\", \"UDP\"");
    }
  }

  private static void resources(ObjectValidation faults, String field, JsonNode resources) {
    for (String kind : List.of("limits", "requests")) {
      JsonTrees.texts(resources, kind)
          .forEach(
              (name, amount) -> {
                if (ResourceQuantity.isValid(amount)
                    && ResourceQuantity.parse(amount).signum() < 0) {
                  faults.invalid(
                      field + "." + kind + "[" + name + "]",
                      amount,
                      "must be greater than or equal to 0");
                }
              });
    }
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
    for (String list : List.of("initContainers", "containers")) {
      spec.path(list).forEach(c -> ((ObjectNode) c).remove("image"));
    }
    return spec;
  }
}
