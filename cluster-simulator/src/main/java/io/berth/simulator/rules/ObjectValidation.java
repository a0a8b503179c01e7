/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.rules;

import io.berth.simulator.selector.LabelSelector;
import io.berth.simulator.store.ApiException;
import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import io.berth.simulator.store.ObjectKey;
import io.berth.simulator.store.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Refuses, with 422 and one cause for each fault, what Kubernetes refuses. */
final class ObjectValidation {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Set<ApiResource> LABEL_NAMED =
      Set.of(ApiResources.NAMESPACES, ApiResources.SERVICES);
  static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final String LABEL_VALUE_RULE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is"
          + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

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
    } else if (key.resource() == ApiResources.PODS) {
      PodValidation.spec(validation, "spec", object.path("spec"));
      PodValidation.unchanged(validation, object, before);
    } else if (key.resource() == ApiResources.SERVICES
        && JsonTrees.at(object, "spec", "ports").isEmpty()
        && !JsonTrees.text(object, "spec", "clusterIP").equals("None")) {
      validation.required("spec.ports", "");
    }
    if (!validation.faults.isEmpty()) {
      throw ApiException.invalid(key.resource(), key.name(), validation.faults);
    }
  }

  private void metadata(ObjectKey key, ObjectNode object) {
    String name = key.name();
    if (name.isEmpty()) {
      required("metadata.name", "name or generateName is required");
    } else if (LABEL_NAMED.contains(key.resource()) && !LABEL.matcher(name).matches()) {
      invalid("metadata.name", name, LABEL_RULE);
    } else if (!SUBDOMAIN.matcher(name).matches() || name.length() > 253) {
      invalid("metadata.name", name, SUBDOMAIN_RULE);
    }
    labels("metadata.labels", object);
  }

  private void labels(String field, JsonNode object) {
    ObjectMeta.labels(object)
        .forEach(
            (_, value) -> {
              if (value.length() > 63) {
                invalid(field, value, "must be no more than 63 characters");
              } else if (!LABEL_VALUE.matcher(value).matches()) {
                invalid(field, value, LABEL_VALUE_RULE);
              }
            });
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
    PodValidation.spec(this, "spec.template.spec", template.path("spec"));
    if (before != null && !selector.equals(JsonTrees.at(before, "spec", "selector"))) {
      invalid("spec.selector", GoSyntax.selector(selector), "field is immutable");
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

  void duplicate(String field, String value) {
    faults.add(
        new ApiException.StatusCause(
            "FieldValueDuplicate", "Duplicate value: \"" + value + "\"", field));
  }

  void forbidden(String field, String why) {
    faults.add(new ApiException.StatusCause("FieldValueForbidden", "Forbidden: " + why, field));
  }

  static boolean isLabelName(String name) {
    return LABEL.matcher(name).matches();
  }

  static String labelRule() {
    return LABEL_RULE;
  }
}
