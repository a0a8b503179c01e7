/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.selector.LabelSelector;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Refuses, with 422 and one cause for each fault, what Kubernetes refuses. */
final class ObjectValidation {

  private static final int MAX_ANNOTATIONS = 256 << 10;

  private final List<ApiException.StatusCause> faults = new ArrayList<>();

  private ObjectValidation() {}

  /**
   * @param before null for a creation
   * @throws ApiException 422
   */
  static void check(ObjectKey key, ObjectNode object, @Nullable ObjectNode before) {
    ObjectValidation validation = new ObjectValidation();
    validation.metadata(key, object);
    if (key.resource() == ApiResources.DEPLOYMENTS || key.resource() == ApiResources.REPLICA_SETS) {
      validation.workload(object.path("spec"), before);
      if (key.resource() == ApiResources.DEPLOYMENTS) {
        validation.strategy(object.path("spec").path("strategy"));
      }
    } else if (key.resource() == ApiResources.PODS) {
      PodValidation.spec(validation, "spec", object.path("spec"));
      PodValidation.unchanged(validation, object, before);
    } else if (key.resource() == ApiResources.SERVICES) {
      ServiceValidation.spec(validation, object.path("spec"));
    } else if (key.resource() == ApiResources.CONFIG_MAPS) {
      ConfigMapValidation.data(validation, object);
    }
    if (!validation.faults.isEmpty()) {
      throw ApiException.invalid(key.resource(), key.name(), validation.faults);
    }
  }

  private void metadata(ObjectKey key, ObjectNode object) {
    String name = key.name();
    if (name.isEmpty()) {
      required("metadata.name", "name or generateName is required");
    } else if (key.resource() == ApiResources.NAMESPACES) {
      invalid("metadata.name", name, NameFormats.label(name));
    } else if (key.resource() == ApiResources.SERVICES) {
      invalid("metadata.name", name, NameFormats.label1035(name));
    } else {
      invalid("metadata.name", name, NameFormats.subdomain(name));
    }
    labels("metadata.labels", object);
    annotations("metadata.annotations", object);
  }

  private void labels(String field, JsonNode object) {
    ObjectMeta.labels(object)
        .forEach(
            (name, value) -> {
              invalid(field, name, NameFormats.qualifiedName(name));
              invalid(field, value, NameFormats.labelValue(value));
            });
  }

  /** The prefix of a key may have capitals, unlike that of a label. */
  private void annotations(String field, JsonNode object) {
    long bytes = 0;
    for (var entry : JsonTrees.texts(object, "metadata", "annotations").entrySet()) {
      String name = entry.getKey();
      invalid(field, name, NameFormats.qualifiedName(name.toLowerCase(Locale.ROOT)));
      bytes += ObjectSize.utf8(name) + ObjectSize.utf8(entry.getValue());
    }
    if (bytes > MAX_ANNOTATIONS) {
      tooLong(field, MAX_ANNOTATIONS);
    }
  }

  private void workload(JsonNode spec, @Nullable ObjectNode before) {
    if (spec.path("replicas").asInt(0) < 0) {
      invalid("spec.replicas", spec.path("replicas").asInt(), "must be greater than or equal to 0");
    }
    JsonNode selector = spec.path("selector");
    JsonNode template = spec.path("template");
    if (JsonTrees.isAbsent(selector)) {
      required("spec.selector", "");
    } else if (selector.isEmpty()) {
      invalid(
          "spec.selector", GoSyntax.selector(selector), "empty selector is invalid for deployment");
    } else if (!LabelSelector.of(selector).test(template)) {
      invalid(
          "spec.template.metadata.labels",
          GoSyntax.map(JsonTrees.at(template, "metadata", "labels")),
          "`selector` does not match template `labels`");
    }
    labels("spec.template.labels", template);
    annotations("spec.template.annotations", template);
    PodValidation.spec(this, "spec.template.spec", template.path("spec"));
    if (before != null && !selector.equals(JsonTrees.at(before, "spec", "selector"))) {
      invalid("spec.selector", GoSyntax.selector(selector), "field is immutable");
    }
  }

  private void strategy(JsonNode strategy) {
    String type = JsonTrees.text(strategy, "type");
    JsonNode rolling = strategy.path("rollingUpdate");
    if (type.equals("Recreate")) {
      if (!JsonTrees.isAbsent(rolling)) {
        forbidden(
            "spec.strategy.rollingUpdate",
            "may not be specified when strategy `type` is 'Recreate'");
      }
    } else if (!type.equals("RollingUpdate")) {
      unsupported("spec.strategy", type, "\"Recreate\", \"RollingUpdate\"");
    } else if (isNone(rolling.path("maxSurge")) && isNone(rolling.path("maxUnavailable"))) {
      invalid(
          "spec.strategy.rollingUpdate.maxUnavailable",
          rolling.path("maxUnavailable").asString(),
          "may not be 0 when `maxSurge` is 0");
    }
  }

  private static boolean isNone(JsonNode amount) {
    return amount.asString("").equals("0") || amount.asString("").equals("0%");
  }

  void required(String field, String why) {
    faults.add(
        new ApiException.StatusCause(
            "FieldValueRequired",
            why.isEmpty() ? "Required value" : "Required value: " + why,
            field));
  }

  void invalid(String field, Object value, String why) {
    String shown = value instanceof String s ? '"' + s + '"' : value.toString();
    faults.add(
        new ApiException.StatusCause(
            "FieldValueInvalid", "Invalid value: " + shown + ": " + why, field));
  }

  void unsupported(String field, String value, String supported) {
    faults.add(
        new ApiException.StatusCause(
            "FieldValueNotSupported",
            "Unsupported value: \"" + value + "\": supported values: " + supported,
            field));
  }

  void duplicate(String field, Object value) {
    String shown = value instanceof String s ? '"' + s + '"' : value.toString();
    faults.add(
        new ApiException.StatusCause("FieldValueDuplicate", "Duplicate value: " + shown, field));
  }

  void forbidden(String field, String why) {
    faults.add(new ApiException.StatusCause("FieldValueForbidden", "Forbidden: " + why, field));
  }

  /** One cause for each fault; none where there is none. */
  void invalid(String field, Object value, List<String> why) {
    why.forEach(fault -> invalid(field, value, fault));
  }

  void notFound(String field, String value) {
    faults.add(
        new ApiException.StatusCause("FieldValueNotFound", "Not found: \"" + value + '"', field));
  }

  void tooLong(String field, int bytes) {
    faults.add(
        new ApiException.StatusCause(
            "FieldValueTooLong", "Too long: must have at most " + bytes + " bytes", field));
  }

  void portNumber(String field, JsonNode port) {
    if (port.asLong(0) < 1 || port.asLong(0) > 65535) {
      invalid(field, port.asLong(0), "must be between 1 and 65535, inclusive");
    }
  }

  /** A number, or the name of a container's port. */
  void portReference(String field, JsonNode port) {
    if (port.isString()) {
      invalid(field, port.asString(), NameFormats.portName(port.asString()));
    } else {
      portNumber(field, port);
    }
  }
}
