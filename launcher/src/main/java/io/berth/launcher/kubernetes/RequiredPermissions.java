/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.berth.launcher.owncluster.MissingPermission;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;

/**
 * What the services may have to do in a cluster, as the chart grants it.
 *
 * @param rules by service and by feature; the feature {@code required} is what a service cannot do
 *     without
 */
record RequiredPermissions(Map<String, Map<String, List<PolicyRule>>> rules) {

  /**
   * One thing that a service does with one kind of objects, in every namespace.
   *
   * @param group of the API; empty for the core group
   * @param resource with its subresource, such as {@code pods/log}
   */
  record Permission(String service, String feature, String verb, String group, String resource) {

    /** As kubectl takes it: {@code deployments.apps}. */
    String qualifiedResource() {
      return group.isEmpty() ? resource : resource + "." + group;
    }
  }

  private static final TypeReference<Map<String, Map<String, List<PolicyRule>>>> TYPE =
      new TypeReference<>() {};

  /**
   * The permissions in the chart.
   *
   * @param features which of the optional ones are wanted
   */
  static RequiredPermissions read(Path project, Set<String> features) throws IOException {
    Path file = project.resolve("helm/files/permissions.yaml");
    Map<String, Map<String, List<PolicyRule>>> all =
        new KubernetesSerialization().unmarshal(Files.readString(file), TYPE);
    var wanted = new LinkedHashMap<String, Map<String, List<PolicyRule>>>();
    all.forEach(
        (service, rules) -> {
          var kept = new LinkedHashMap<>(rules);
          kept.keySet()
              .removeIf(
                  feature ->
                      !feature.equals(MissingPermission.REQUIRED) && !features.contains(feature));
          wanted.put(service, kept);
        });
    return new RequiredPermissions(wanted);
  }

  /** Each of them, in the order of the file. */
  List<Permission> all() {
    var all = new ArrayList<Permission>();
    rules.forEach(
        (service, features) ->
            features.forEach(
                (feature, list) -> list.forEach(rule -> add(service, feature, rule, all))));
    return all;
  }

  private static void add(
      String service, String feature, PolicyRule rule, List<Permission> permissions) {
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          permissions.add(new Permission(service, feature, verb, group, resource));
        }
      }
    }
  }
}
