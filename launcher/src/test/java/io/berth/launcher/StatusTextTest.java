/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.launcher.owncluster.OwnCluster;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StatusTextTest {

  private static final ProcessTable TABLE =
      new ProcessTable(
          "http://localhost:8080",
          List.of(
              new ProcessTable.Row("kafka", 7, 19092, "UP", 200L << 20, 75),
              new ProcessTable.Row("gateway", 0, 8080, "DOWN no process", 0, 0)),
          List.of());

  @Test
  void table_hasLinePerProcess_andTheTotal() {
    assertThat(StatusText.table(TABLE).lines())
        .hasSize(4)
        .anyMatch(line -> line.matches("kafka +7 +19092 +200 MiB +1m15s  UP"))
        .anyMatch(line -> line.matches("gateway +- +8080 +0 MiB +0s  DOWN no process"))
        .contains("Together 200 MiB. Console http://localhost:8080");
  }

  @Test
  void programs_getTheSameAsJson() {
    var row = JsonMapper.builder().build().readTree(StatusText.json(TABLE)).path("rows").get(0);

    assertThat(row.path("part").asString()).isEqualTo("kafka");
    assertThat(row.path("residentBytes").asLong()).isEqualTo(200L << 20);
  }

  @Test
  void uptimes_areShort() {
    assertThat(StatusText.uptime(59)).isEqualTo("59s");
    assertThat(StatusText.uptime(3_600 * 26 + 60)).isEqualTo("26h1m");
  }

  @Test
  void partThatIsDegraded_isShown_andTheSuiteWorks() {
    var table =
        new ProcessTable(
            "http://localhost:8080",
            List.of(new ProcessTable.Row("monitor-dc-a", 7, 18201, "DEGRADED no metrics", 0, 75)),
            List.of());

    assertThat(StatusText.table(table)).contains("1m15s  DEGRADED no metrics");
    assertThat(table.isHealthy()).isTrue();
  }

  @Test
  void clusterOfTheUsersOwn_isShownWithItsServerAndContext() {
    var own = new OwnCluster("dc-a", "/k/config", "kind-kind", "https://127.0.0.1:6443");
    var table = new ProcessTable("http://localhost:8080", TABLE.rows(), List.of(own));

    assertThat(StatusText.table(table))
        .contains(
            "\ndc-a is your cluster https://127.0.0.1:6443 (context kind-kind of /k/config)\n");
    assertThat(
            JsonMapper.builder()
                .build()
                .readTree(StatusText.json(table))
                .at("/ownClusters/0/server")
                .asString())
        .isEqualTo("https://127.0.0.1:6443");
  }

  @Test
  void oneUnhealthyProcess_makesTheSuiteUnhealthy() {
    assertThat(TABLE.isHealthy()).isFalse();
  }
}
