/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAPI 3 as far as kubectl needs it: which kinds there are, with their topmost fields, and that
 * the server itself checks what is written ({@code fieldValidation}, {@code dryRun}).
 */
final class OpenApi {

  private static final String ROOT = "/openapi/v3";
  private static final String GROUP_VERSION_KIND = "x-kubernetes-group-version-kind";
  private static final List<String> PARAMETERS =
      List.of("dryRun", "fieldManager", "fieldValidation", "force");

  private OpenApi() {}

  /** Null when the path is none of OpenAPI's. */
  static @Nullable ObjectNode answer(String path) {
    if (path.equals(ROOT)) {
      return index();
    }
    if (!path.startsWith(ROOT + "/")) {
      return null;
    }
    String prefix = path.substring(ROOT.length());
    List<ApiResource> resources = resources().filter(r -> prefix(r).equals(prefix)).toList();
    return resources.isEmpty() ? null : document(resources);
  }

  private static Stream<ApiResource> resources() {
    return ApiResources.ALL.stream();
  }

  private static String prefix(ApiResource resource) {
    return resource.group().isEmpty()
        ? "/api/" + resource.version()
        : "/apis/" + resource.apiVersion();
  }

  private static ObjectNode index() {
    ObjectNode answer = JsonTrees.object();
    ObjectNode paths = answer.putObject("paths");
    resources()
        .map(OpenApi::prefix)
        .distinct()
        .forEach(p -> paths.putObject(p.substring(1)).put("serverRelativeURL", ROOT + p));
    return answer;
  }

  private static ObjectNode document(List<ApiResource> resources) {
    ObjectNode answer = JsonTrees.object().put("openapi", "3.0.0");
    answer
        .putObject("info")
        .put("title", "Kubernetes, simulated")
        .put("version", Discovery.VERSION);
    ObjectNode paths = answer.putObject("paths");
    ObjectNode schemas = answer.putObject("components").putObject("schemas");
    for (ApiResource resource : resources) {
      String base = prefix(resource) + (resource.namespaced() ? "/namespaces/{namespace}/" : "/");
      describe(resource, paths.putObject(base + resource.plural()), "get", "post");
      describe(
          resource, paths.putObject(base + resource.plural() + "/{name}"), "get", "put", "patch");
      schemas.set("io.k8s." + resource.version() + "." + resource.kind(), schema(resource));
    }
    return answer;
  }

  private static void describe(ApiResource resource, ObjectNode path, String... methods) {
    for (String method : methods) {
      ObjectNode operation = path.putObject(method);
      operation.set(GROUP_VERSION_KIND, kind(resource));
      for (String name : PARAMETERS) {
        ObjectNode parameter = operation.withArray("parameters").addObject();
        parameter.put("name", name).put("in", "query");
        parameter.putObject("schema").put("type", name.equals("force") ? "boolean" : "string");
      }
      operation.putObject("responses").putObject("200").put("description", "OK");
    }
  }

  private static ObjectNode kind(ApiResource resource) {
    return JsonTrees.object()
        .put("group", resource.group())
        .put("version", resource.version())
        .put("kind", resource.kind());
  }

  private static ObjectNode schema(ApiResource resource) {
    ObjectNode schema =
        JsonTrees.object()
            .put("type", "object")
            .put(
                "description",
                "A "
                    + resource.kind()
                    + " of a simulated cluster, which knows the topmost fields of each kind alone."
                    + " The reference: https://kubernetes.io/docs/reference/kubernetes-api");
    schema.putArray(GROUP_VERSION_KIND).add(kind(resource));
    ObjectNode properties = schema.putObject("properties");
    field(properties, "apiVersion", "string", "The version of this kind's schema.");
    field(properties, "kind", "string", "What this object is.");
    field(properties, "metadata", "object", "Its name, namespace, labels and annotations.");
    if (resource.hasStatus()) {
      field(properties, "spec", "object", "The desired state.");
      field(properties, "status", "object", "The observed state; written by controllers.");
    }
    return schema;
  }

  private static void field(ObjectNode properties, String name, String type, String description) {
    properties.putObject(name).put("type", type).put("description", description);
  }
}
