/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.berth.launcher.owncluster.ClusterReport;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;

/** Writes the roles that give a user what Berth needs, for an administrator to apply. */
final class RbacManifest {

  static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final String API_GROUP = "rbac.authorization.k8s.io";

  private RbacManifest() {}

  /**
   * @param user as the server names it; empty if it does not
   */
  static String text(RequiredPermissions permissions, String user) {
    var yaml = new KubernetesSerialization();
    var text = new StringBuilder();
    permissions
        .rules()
        .forEach(
            (service, features) -> {
              List<PolicyRule> rules = new ArrayList<>();
              features.values().forEach(rules::addAll);
              String name = "berth-up-" + service;
              text.append(document(yaml, role(name, rules)));
              text.append(document(yaml, binding(name, subject(user))));
            });
    return text.toString();
  }

  private static String document(KubernetesSerialization yaml, Object object) {
    String text = yaml.asYaml(object);
    return text.startsWith("---") ? text : "---\n" + text;
  }

  private static Object role(String name, List<PolicyRule> rules) {
    return new ClusterRoleBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withRules(rules)
        .build();
  }

  private static Object binding(String name, Subject subject) {
    return new ClusterRoleBindingBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewRoleRef(API_GROUP, "ClusterRole", name)
        .withSubjects(subject)
        .build();
  }

  private static Subject subject(String user) {
    if (user.startsWith(SERVICE_ACCOUNT)) {
      String[] names = user.substring(SERVICE_ACCOUNT.length()).split(":", 2);
      return new SubjectBuilder()
          .withKind("ServiceAccount")
          .withNamespace(names[0])
          .withName(names[names.length - 1])
          .build();
    }
    return new SubjectBuilder()
        .withApiGroup(API_GROUP)
        .withKind("User")
        .withName(user.isEmpty() ? ClusterReport.UNKNOWN_USER : user)
        .build();
  }
}
