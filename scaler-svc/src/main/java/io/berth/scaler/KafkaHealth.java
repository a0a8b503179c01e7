/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import io.berth.scaler.kafka.ScalerStreams;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Well when Kafka answers and every partition that is ours is worked on. */
final class KafkaHealth extends AbstractHealthIndicator {

  private static final int PATIENCE_SECONDS = 2;

  private final ScalerStreams streams;
  private final String servers;

  KafkaHealth(ScalerStreams streams, String servers) {
    this.streams = streams;
    this.servers = servers;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) throws InterruptedException {
    String trouble = streams.trouble();
    if (trouble == null && !isKafkaThere()) {
      trouble = "Kafka at " + servers + " does not answer; is it running, is BERTH_KAFKA right?";
    }
    if (trouble == null) {
      builder.up().withDetail("kafka", servers);
    } else {
      builder.down().withDetail("kafka", servers).withDetail("trouble", trouble);
    }
  }

  private boolean isKafkaThere() throws InterruptedException {
    try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
      admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException _) {
      return false;
    }
  }
}
