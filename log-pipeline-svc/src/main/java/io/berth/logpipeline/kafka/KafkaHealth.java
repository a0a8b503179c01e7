/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Whether Kafka answers. Connects when it is first asked. */
public final class KafkaHealth implements AutoCloseable {

  private final KafkaSettings settings;
  private @Nullable Admin admin;

  public KafkaHealth(KafkaSettings settings) {
    this.settings = settings;
  }

  /** What is wrong with it; empty when nothing is. */
  public synchronized String complaint() {
    try {
      connected().describeCluster().nodes().get(3, TimeUnit.SECONDS);
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return "Kafka at " + settings.bootstrapServers() + " does not answer";
    }
  }

  private Admin connected() {
    Admin open = admin;
    if (open == null) {
      open =
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                  settings.bootstrapServers(),
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  2_500,
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                  3_000));
      admin = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close();
    }
  }
}
