/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterTextTest {

  private static final String SERVER = "https://127.0.0.1:6443";
  private static final MissingPermission WRITES =
      new MissingPermission(
          "deploy-svc",
          MissingPermission.REQUIRED,
          List.of("create", "patch"),
          "deployments.apps",
          "");
  private static final MissingPermission FIGURES =
      new MissingPermission("monitor-svc", "kubelet", List.of("get"), "nodes/metrics", "");

  private static ClusterReport report(String user, MissingPermission... missing) {
    return new ClusterReport(
        "dc-a", "", "/k", "kind", SERVER, "v1.33.1", user, "uid", List.of(missing), "secret", "");
  }

  private static String refused(ClusterReport... reports) {
    return ClusterText.refused(List.of(reports), name -> "/home/" + name + ".yaml").text(false);
  }

  @Test
  void usedCluster_isNamedWithServerContextUserAndVersion_andWhatIsNotSimulatedThere() {
    assertThat(ClusterText.used(List.of(report("jane")), name -> ""))
        .hasSize(2)
        .contains(
            "dc-a is your cluster " + SERVER + ": context kind, user jane, Kubernetes v1.33.1")
        .anyMatch(line -> line.contains("docs/logging.md") && line.contains("demo"));
  }

  @Test
  void missingOptionalPermission_isToldWithWhatDoesNotWork_andTheClusterIsUsed() {
    assertThat(report("jane", FIGURES).isUsable()).isTrue();
    assertThat(ClusterText.used(List.of(report("", FIGURES)), name -> "/home/" + name + ".yaml"))
        .contains("dc-a is your cluster " + SERVER + ": context kind, Kubernetes v1.33.1")
        .contains(
            "  ! no CPU and memory figures from its kubelets: its user may not get nodes/metrics;"
                + " granted by kubectl apply -f /home/dc-a.yaml");
  }

  @Test
  void missingPermissions_areToldWithVerbsResourceScope_andHowToGrantThem() {
    assertThat(report("jane", WRITES).isUsable()).isFalse();
    assertThat(refused(report("jane", WRITES, FIGURES)))
        .startsWith("Berth cannot start:\n  dc-a: user jane lacks permissions on " + SERVER)
        .contains("in all namespaces")
        .containsPattern("deploy-svc +deployments.apps +create, patch\n")
        .containsPattern("monitor-svc +nodes/metrics +get +only for: kubelet\n")
        .contains("kubectl apply -f /home/dc-a.yaml")
        .doesNotContain("NAME-OF-THE-USER")
        .endsWith("Nothing was started, and nothing in your clusters was changed.");
  }

  @Test
  void unknownUser_isToBeFilledIn() {
    assertThat(refused(report("", WRITES)))
        .contains("this user lacks", "stands in it for NAME-OF-THE-USER");
  }

  @Test
  void problem_isToldForEachClusterThatHasOne() {
    var away = ClusterReport.failed("dc-b", "/x does not exist", "/x", "", "");

    assertThat(refused(report("jane"), away))
        .contains("\n  dc-b: /x does not exist\n")
        .doesNotContain("dc-a:");
    assertThat(away.isUsable()).isFalse();
  }

  @Test
  void endedSuite_saysWhatStaysAndHowToSeeIt() {
    var own =
        new OwnClusters(
            List.of(new OwnCluster("dc-a", "/with space/it's", "kind", SERVER)), Map.of());

    assertThat(ClusterText.left(own))
        .singleElement()
        .asString()
        .contains("Your cluster dc-a (" + SERVER + ") keeps what was deployed")
        .contains("--kubeconfig '/with space/it'\\''s' --context kind get deployments -A");
    assertThat(ClusterText.left(OwnClusters.NONE)).isEmpty();
  }

  @Test
  void report_isNeverPrintedWithItsCredentials() {
    assertThat(report("jane").toString()).doesNotContain("secret");
  }
}
