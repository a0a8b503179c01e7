/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.monitor.sampling.MetricsCoverage;
import io.berth.monitor.sampling.MetricsCoverage.CoverageGap;
import io.berth.monitor.sampling.MetricsCoverage.FailedSource;
import io.berth.monitor.sampling.MetricsSource;
import io.berth.monitor.sampling.ScrapeFailure;
import io.berth.monitor.sampling.ScrapeFailure.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class MonitorHealthTest {

  private static final CoverageGap REFUSED =
      new CoverageGap(
          List.of(
              new FailedSource(
                  MetricsSource.KUBELET,
                  new ScrapeFailure(FailureKind.UNKNOWN_AUTHORITY, "issuer CN=node-1-ca"))),
          List.of("node-1"));

  @Test
  void nodeWithoutSamples_isDegraded_withReasonAndHint() {
    Health health =
        MonitorHealth.ofMetrics(new MetricsCoverage(2, 0, 0, List.of(REFUSED), List.of(), null));

    assertThat(health.getStatus()).isEqualTo(MonitorHealth.DEGRADED);
    assertThat(health.getDetails())
        .containsEntry("nodes", "1 of 2 nodes gives figures")
        .containsEntry(
            "problem",
            "1 of 2 nodes gives no figures of CPU and memory: kubelet of node-1: certificate not"
                + " signed by a known authority (issuer CN=node-1-ca)");
    assertThat(health.getDetails().get("hint").toString())
        .contains("BERTH_KUBELET_CERTIFICATE_AUTHORITY");
  }

  @Test
  void allNodesWithSamples_areUp_evenWhereASourceWasBypassed() {
    Health health =
        MonitorHealth.ofMetrics(new MetricsCoverage(2, 0, 0, List.of(), List.of(REFUSED), null));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails().get("bypassed").toString()).contains("kubelet of node-1");
  }

  @Test
  void beforeTheFirstSample_healthIsUnknown() {
    assertThat(MonitorHealth.ofMetrics(null).getStatus()).isEqualTo(Status.UNKNOWN);
  }
}
