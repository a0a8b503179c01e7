/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.launcher.listen.Listeners;
import io.berth.launcher.owncluster.OwnCluster;
import io.berth.launcher.owncluster.OwnClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSuiteTest {

  @TempDir private Path home = Path.of("");

  @Test
  void anotherProcess_findsTheSuiteWithItsPortsListenersAndClusters() {
    var own =
        new OwnClusters(
            List.of(new OwnCluster("dc-a", "/with space/k", "kind", "https://127.0.0.1:1")),
            Map.of());
    var suite = new RunningSuite(home, 1000, Listeners.parse(List.of("forward=2001:db8::1")), own);
    suite.folder().create();

    suite.writeDescription();

    assertThat(RunningSuite.find(home)).contains(suite);
    assertThat(RunningSuite.last(home)).isEqualTo(suite);
    assertThat(suite.parts()).extracting(SuiteProcess::name).doesNotContain("cluster-dc-a");
  }

  @Test
  void folderWithoutASuite_hasTheUsualOne() {
    assertThat(RunningSuite.find(home)).isEmpty();
    assertThat(RunningSuite.last(home)).isEqualTo(new RunningSuite(home, 0, Listeners.LOOPBACK));
  }

  @Test
  void kubeconfigOfTheUsersOwnCluster_isForItsOwnerAlone_andGoesWithTheSuite() throws IOException {
    var own = new OwnClusters(List.of(new OwnCluster("dc-a", "/k", "kind", "https://h")), Map.of());
    var folder = new SuiteFolder(home).create();

    Kubeconfigs.write(folder, "dc-a", "secret");

    Path file = home.resolve("dc-a.kubeconfig");
    assertThat(file).hasContent("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Kubeconfigs.delete(folder, own);
    assertThat(file).doesNotExist();
  }
}
