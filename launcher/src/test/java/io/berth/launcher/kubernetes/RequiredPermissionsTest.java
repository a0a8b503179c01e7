/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.launcher.kubernetes.RequiredPermissions.Permission;
import io.berth.launcher.owncluster.ClusterReport;
import io.berth.launcher.owncluster.MissingPermission;
import io.berth.launcher.suite.ProjectRoot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequiredPermissionsTest {

  private static RequiredPermissions read(String... features) throws IOException {
    return RequiredPermissions.read(ProjectRoot.find(), Set.of(features));
  }

  @Test
  void permissions_areThoseOfTheChart_byServiceAndFeature() throws IOException {
    assertThat(read("exec", "kubelet").all())
        .contains(
            new Permission(
                "deploy-svc", MissingPermission.REQUIRED, "patch", "apps", "deployments"),
            new Permission("deploy-svc", MissingPermission.REQUIRED, "get", "", "pods/log"),
            new Permission("deploy-svc", "exec", "create", "", "pods/exec"),
            new Permission("monitor-svc", MissingPermission.REQUIRED, "watch", "", "nodes"),
            new Permission("monitor-svc", "kubelet", "get", "", "nodes/metrics"));
    assertThat(read("kubelet").all())
        .extracting(Permission::qualifiedResource)
        .contains("deployments.apps", "pods/log")
        .doesNotContain("nodes/proxy", "pods/exec", "pods.metrics.k8s.io");
  }

  @Test
  void features_areThoseOfASuiteOnThisMachine() {
    assertThat(ClusterCheckMain.features(Map.of()))
        .containsExactly("exec", "kubelet", "metrics.k8s.io");
    assertThat(ClusterCheckMain.features(Map.of("BERTH_METRICS_SOURCES", "apiserver-proxy")))
        .containsExactly("exec", "apiserver-proxy");
  }

  @Test
  void grant_holdsEveryPermission_forThatUser() throws IOException {
    var permissions = read("exec", "kubelet", "metrics.k8s.io");
    List<HasMetadata> objects = objects(RbacManifest.text(permissions, "jane"));

    assertThat(objects)
        .extracting(object -> object.getKind() + " " + object.getMetadata().getName())
        .containsExactly(
            "ClusterRole berth-up-deploy-svc",
            "ClusterRoleBinding berth-up-deploy-svc",
            "ClusterRole berth-up-monitor-svc",
            "ClusterRoleBinding berth-up-monitor-svc");
    long granted =
        objects.stream()
            .filter(ClusterRole.class::isInstance)
            .flatMap(object -> ((ClusterRole) object).getRules().stream())
            .mapToLong(
                rule ->
                    (long) rule.getApiGroups().size()
                        * rule.getResources().size()
                        * rule.getVerbs().size())
            .sum();
    assertThat(granted).isEqualTo(permissions.all().size());
    assertThat(subjects(objects)).containsOnly("User jane");
  }

  @Test
  void grant_isForServiceAccountsToo_andForAUserWhoseNameIsNotKnown() throws IOException {
    assertThat(subjects(objects(RbacManifest.text(read(), "system:serviceaccount:berth:deploy"))))
        .containsOnly("ServiceAccount berth/deploy");
    assertThat(subjects(objects(RbacManifest.text(read(), ""))))
        .containsOnly("User " + ClusterReport.UNKNOWN_USER);
  }

  private static Stream<String> subjects(List<HasMetadata> objects) {
    return objects.stream()
        .filter(ClusterRoleBinding.class::isInstance)
        .flatMap(object -> ((ClusterRoleBinding) object).getSubjects().stream())
        .map(
            subject ->
                subject.getKind()
                    + " "
                    + (subject.getNamespace() == null ? "" : subject.getNamespace() + "/")
                    + subject.getName());
  }

  private static List<HasMetadata> objects(String manifest) {
    var yaml = new KubernetesSerialization();
    return Stream.of(manifest.split("(?m)^---\\R?"))
        .filter(document -> !document.isBlank())
        .map(document -> yaml.<HasMetadata>unmarshal(document))
        .toList();
  }
}
