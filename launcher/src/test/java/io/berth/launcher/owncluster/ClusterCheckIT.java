/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.berth.launcher.process.LauncherInstallation;
import io.berth.launcher.suite.ProjectRoot;
import io.berth.simulator.SimulatedCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check as a process of its own, on a cluster that is not the suite's. */
@Tag("fault-D24")
class ClusterCheckIT {

  private static final List<String> CLUSTERS = List.of("dc-a", "dc-b");

  @TempDir private Path folder = Path.of("");

  private static List<ClusterReport> check(String... entries) throws Exception {
    return new ClusterCheck(ProjectRoot.find(), LauncherInstallation.find())
        .run(ClusterOption.parse(List.of(entries), CLUSTERS));
  }

  @Test
  void clusterOfTheUsersOwn_isReportedWithEverythingThatAStartNeeds() throws Exception {
    try (var cluster = SimulatedCluster.start("mine")) {
      Path file = cluster.writeKubeconfig(folder.resolve("my kube:config"));

      var report = check("dc-b=" + file + ":mine").getFirst();

      assertThat(report.problem()).isEmpty();
      assertThat(report.isUsable()).isTrue();
      assertThat(report.missing()).isEmpty();
      assertThat(report.cluster())
          .isEqualTo(new OwnCluster("dc-b", file.toString(), "mine", cluster.url()));
      assertThat(report.version()).contains("simulated");
      assertThat(report.user()).isEqualTo("simulated-admin");
      assertThat(report.uid()).isNotEmpty();
      assertThat(report.kubeconfig()).contains(cluster.url());
    }
  }

  @Test
  void problems_areReportedForEachCluster_inTheOrderOfTheOption() throws Exception {
    try (var cluster = SimulatedCluster.start("mine")) {
      Path file = cluster.writeKubeconfig(folder.resolve("config"));

      assertThat(check("dc-b=" + file, "dc-a=" + file))
          .extracting(ClusterReport::name, ClusterReport::isUsable)
          .containsExactly(tuple("dc-b", true), tuple("dc-a", false));
      assertThat(check("dc-a=" + folder.resolve("none")).getFirst().problem())
          .contains("does not exist");
    }
  }
}
