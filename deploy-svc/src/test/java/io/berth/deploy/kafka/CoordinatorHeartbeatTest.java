/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CoordinatorHeartbeatTest {

  @Test
  @Tag("fault-K1")
  void silentCoordinator_isReported_withDurationAndAdvice() {
    assertThat(AssignedPartitions.heartbeatTrouble(Map.of(NAME, figure(7.0))))
        .hasValueSatisfying(why -> assertThat(why).contains("for 7 s", "BERTH_KAFKA"));
  }

  @Test
  void recentOrMissingHeartbeat_isNoTrouble() {
    assertThat(AssignedPartitions.heartbeatTrouble(Map.of(NAME, figure(6.0)))).isEmpty();
    assertThat(AssignedPartitions.heartbeatTrouble(Map.of(NAME, figure(-1.0)))).isEmpty();
    assertThat(AssignedPartitions.heartbeatTrouble(Map.of())).isEmpty();
  }

  private static final MetricName NAME =
      new MetricName(
          "last-heartbeat-seconds-ago", "consumer-coordinator-metrics", "", Map.of("client", "1"));

  private static Metric figure(double seconds) {
    return new Metric() {
      @Override
      public MetricName metricName() {
        return NAME;
      }

      @Override
      public Object metricValue() {
        return seconds;
      }
    };
  }
}
