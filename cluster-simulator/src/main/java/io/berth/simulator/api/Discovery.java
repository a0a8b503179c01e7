/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.api;

import io.berth.simulator.store.ApiResource;
import io.berth.simulator.store.ApiResources;
import io.berth.simulator.store.JsonTrees;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The discovery API: versions, groups, resources. */
final class Discovery {

  /** Says what it is: a simulation. */
  static final String VERSION = "v1.33.0-berth.simulated";

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /** What {@code kubectl get all} shows. */
  private static final Set<String> IN_ALL =
      Set.of(
          "pods",
          "services",
          "deployments",
          "replicasets",
          "statefulsets",
          "daemonsets",
          "jobs",
          "cronjobs");

  /** Null when the path is none of discovery's. */
  @Nullable ObjectNode answer(String path) {
    return switch (path.replaceAll("/+$", "")) {
      case "/version" -> version();
      case "/api" -> coreVersions();
      case "/apis" -> groups();
      default -> below(path);
    };
  }

  private static @Nullable ObjectNode below(String path) {
    String[] steps = path.split("/");
    if (steps.length == 3 && steps[1].equals("api")) {
      return resources("", steps[2]);
    }
    if (steps.length == 3 && steps[1].equals("apis")) {
      return resourcesOf(steps[2]).findAny().map(r -> group(r.group(), r.version())).orElse(null);
    }
    return steps.length == 4 && steps[1].equals("apis") ? resources(steps[2], steps[3]) : null;
  }

  private static java.util.stream.Stream<ApiResource> resourcesOf(String group) {
    return ApiResources.ALL.stream().filter(r -> r.group().equals(group));
  }

  private static ObjectNode version() {
    return JsonTrees.object()
        .put("major", "1")
        .put("minor", "33")
        .put("gitVersion", VERSION)
        .put("gitCommit", "simulated")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "none")
        .put("compiler", "none")
        .put("platform", "simulated/berth");
  }

  private static ObjectNode coreVersions() {
    ObjectNode answer = JsonTrees.object().put("kind", "APIVersions");
    answer.putArray("versions").add("v1");
    answer.putArray("serverAddressByClientCIDRs");
    return answer;
  }

  private static ObjectNode groups() {
    ObjectNode answer = JsonTrees.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = answer.putArray("groups");
    ApiResources.ALL.stream()
        .filter(r -> !r.group().isEmpty())
        .map(r -> List.of(r.group(), r.version()))
        .distinct()
        .forEach(g -> groups.add(group(g.get(0), g.get(1))));
    groups.add(group("authorization.k8s.io", "v1"));
    groups.add(group("authentication.k8s.io", "v1"));
    return answer;
  }

  private static ObjectNode group(String name, String version) {
    ObjectNode group =
        JsonTrees.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
    ObjectNode v =
        JsonTrees.object().put("groupVersion", name + "/" + version).put("version", version);
    group.putArray("versions").add(v);
    group.set("preferredVersion", v);
    return group;
  }

  private static @Nullable ObjectNode resources(String group, String version) {
    List<ApiResource> found = resourcesOf(group).filter(r -> r.version().equals(version)).toList();
    if (found.isEmpty()) {
      return version.equals("v1") ? reviews(group) : null;
    }
    ObjectNode answer = JsonTrees.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    answer.put("groupVersion", found.getFirst().apiVersion());
    ArrayNode list = answer.putArray("resources");
    for (ApiResource r : found) {
      entry(
          list,
          r,
          r.plural(),
          r.kind(),
          group.equals("metrics.k8s.io") ? List.of("get", "list") : VERBS);
      r.subresources().stream()
          .sorted()
          .forEach(s -> entry(list, r, r.plural() + "/" + s, kindOf(r, s), verbs(s)));
    }
    return answer;
  }

  /** What is only asked, and never stored. Null for any other group. */
  private static @Nullable ObjectNode reviews(String group) {
    List<String> kinds =
        switch (group) {
          case "authorization.k8s.io" ->
              List.of("SelfSubjectAccessReview", "SelfSubjectRulesReview");
          case "authentication.k8s.io" -> List.of("SelfSubjectReview");
          default -> List.of();
        };
    if (kinds.isEmpty()) {
      return null;
    }
    ObjectNode answer = JsonTrees.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    answer.put("groupVersion", group + "/v1");
    for (String kind : kinds) {
      String singular = kind.toLowerCase(Locale.ROOT);
      ObjectNode entry = answer.withArray("resources").addObject().put("name", singular + "s");
      entry.put("singularName", singular).put("namespaced", false).put("kind", kind);
      entry.putArray("verbs").add("create");
    }
    return answer;
  }

  private static void entry(
      ArrayNode list, ApiResource r, String name, String kind, List<String> verbs) {
    ObjectNode entry = list.addObject().put("name", name);
    entry.put("singularName", name.contains("/") ? "" : r.singular());
    entry.put("namespaced", r.namespaced()).put("kind", kind);
    if (kind.equals("Scale")) {
      entry.put("group", "autoscaling").put("version", "v1");
    } else if (kind.equals("Eviction")) {
      entry.put("group", "policy").put("version", "v1");
    }
    ArrayNode said = entry.putArray("verbs");
    verbs.forEach(said::add);
    // Views of metrics.k8s.io bear the names of what they measure; "po" must mean pods alone.
    if (!r.group().equals("metrics.k8s.io")) {
      shortNames(name).ifPresent(s -> entry.putArray("shortNames").add(s));
      if (IN_ALL.contains(name)) {
        entry.putArray("categories").add("all");
      }
    }
  }

  private static List<String> verbs(String subresource) {
    return switch (subresource) {
      case "log" -> List.of("get");
      case "exec", "portforward" -> List.of("create", "get");
      case "eviction", "binding" -> List.of("create");
      default -> List.of("get", "patch", "update");
    };
  }

  private static String kindOf(ApiResource r, String subresource) {
    return switch (subresource) {
      case "scale" -> "Scale";
      case "eviction" -> "Eviction";
      case "binding" -> "Binding";
      case "exec" -> "PodExecOptions";
      case "portforward" -> "PodPortForwardOptions";
      default -> r.kind();
    };
  }

  private static Optional<String> shortNames(String plural) {
    return Optional.ofNullable(
        switch (plural) {
          case "pods" -> "po";
          case "deployments" -> "deploy";
          case "replicasets" -> "rs";
          case "services" -> "svc";
          case "namespaces" -> "ns";
          case "nodes" -> "no";
          case "events" -> "ev";
          case "configmaps" -> "cm";
          case "resourcequotas" -> "quota";
          case "endpoints" -> "ep";
          case "limitranges" -> "limits";
          case "serviceaccounts" -> "sa";
          case "statefulsets" -> "sts";
          case "daemonsets" -> "ds";
          case "poddisruptionbudgets" -> "pdb";
          case "persistentvolumeclaims" -> "pvc";
          case "persistentvolumes" -> "pv";
          case "cronjobs" -> "cj";
          case "storageclasses" -> "sc";
          default -> null;
        });
  }
}
