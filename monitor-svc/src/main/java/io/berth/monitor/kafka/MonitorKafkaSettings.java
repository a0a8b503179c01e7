/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.Topic;
import io.berth.events.Topic.Cleanup;
import java.time.Duration;

/**
 * The broker, and the names of topics and groups.
 *
 * @param bootstrapServers of Kafka
 * @param prefix put before every topic's name
 * @param cluster the cluster that is watched
 */
public record MonitorKafkaSettings(String bootstrapServers, String prefix, String cluster) {

  /** The group of this service's consumers, and the id of its stream. */
  public String group() {
    return prefix + "monitor-svc-" + cluster;
  }

  /** Observations of each subject, in order. Internal to this service. */
  public Topic observations() {
    return new Topic(
        "berth.monitor." + cluster + ".observations",
        "cluster/namespace/kind/name",
        3,
        Cleanup.DELETE,
        Duration.ofDays(3),
        "Internal to monitor-svc: what was seen of each subject of alerts");
  }

  /** Notifications and their delivery states. Internal to this service. */
  public Topic outbox() {
    return new Topic(
        "berth.monitor." + cluster + ".outbox",
        "fingerprint/generation/kind/receiver",
        1,
        Cleanup.COMPACT,
        null,
        "Internal to monitor-svc: notifications and whether they were delivered");
  }

  public String name(Topic topic) {
    return prefix + topic.name();
  }
}
