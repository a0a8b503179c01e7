/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Refuses, with 422 and one cause for each fault, what Kubernetes refuses. */
final class ObjectValidation {

  private static final int MAX_ANNOTATIONS = 256 << 10;
  private static final Set<ApiResource> WORKLOADS =
      Set.of(ApiResources.DEPLOYMENTS, ApiResources.REPLICA_SETS, ApiResources.STATEFUL_SETS);

  private final List<ApiException.StatusCause> faults = new ArrayList<>();

  private ObjectValidation() {}

  /**
   * @param before null for a creation
   * @throws ApiException 422
   */
  static void check(ObjectKey key, ObjectNode object, @Nullable ObjectNode before) {
    ObjectValidation validation = new ObjectValidation();
    validation.metadata(key, object);
    if (WORKLOADS.contains(key.resource())) {
      WorkloadValidation.check(validation, key.resource(), object.path("spec"), before);
    } else if (key.resource() == ApiResources.PODS) {
      PodValidation.spec(validation, "spec", object.path("spec"));
      PodValidation.unchanged(validation, object, before);
    } else if (key.resource() == ApiResources.SERVICES) {
      ServiceValidation.spec(validation, object.path("spec"));
    } else if (key.resource() == ApiResources.CONFIG_MAPS) {
      ConfigMapValidation.data(validation, object);
    } else if (key.resource() == ApiResources.JOBS) {
      BatchValidation.job(validation, object.path("spec"), before);
    } else if (key.resource() == ApiResources.CRON_JOBS) {
      BatchValidation.cronJob(validation, key.name(), object.path("spec"));
    } else if (key.resource() == ApiResources.CLAIMS) {
      StorageValidation.claim(validation, object, before);
    } else if (key.resource() == ApiResources.VOLUMES) {
      StorageValidation.volume(validation, object.path("spec"));
    } else if (key.resource() == ApiResources.STORAGE_CLASSES) {
      StorageValidation.storageClass(validation, object, before);
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

  void labels(String field, JsonNode object) {
    ObjectMeta.labels(object)
        .forEach(
            (name, value) -> {
              invalid(field, name, NameFormats.qualifiedName(name));
              invalid(field, value, NameFormats.labelValue(value));
            });
  }

  /** The prefix of a key may have capitals, unlike that of a label. */
  void annotations(String field, JsonNode object) {
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
