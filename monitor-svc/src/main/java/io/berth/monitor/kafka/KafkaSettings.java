/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.Topic;
import io.berth.events.Topic.Cleanup;
import io.berth.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which broker, which names.
 *
 * @param bootstrapServers where Kafka is
 * @param prefix put before every topic's name
 * @param partitions of new topics; 0 for each topic's own default
 * @param replication of new topics; -1 for the broker's default
 * @param cluster the cluster that is watched
 * @param stateDir where the stream keeps what it can rebuild
 */
public record KafkaSettings(
    String bootstrapServers,
    String prefix,
    int partitions,
    short replication,
    String cluster,
    Path stateDir) {

  /** The group of this service's consumers, and the id of its stream. */
  public String group() {
    return prefix + "monitor-svc-" + cluster;
  }

  /** What the watches saw of each subject, in order. This service writes it for itself. */
  public Topic observations() {
    return new Topic(
        "berth.monitor." + cluster + ".observations",
        "cluster/namespace/kind/name",
        3,
        Cleanup.DELETE,
        Duration.ofDays(3),
        "Internal to monitor-svc: what was seen of each subject of alerts");
  }

  /** What is still to be told, and what was. This service writes it for itself. */
  public Topic outbox() {
    return new Topic(
        "berth.monitor." + cluster + ".outbox",
        "fingerprint/generation/kind/receiver",
        1,
        Cleanup.COMPACT,
        null,
        "Internal to monitor-svc: notifications and whether they were delivered");
  }

  /** Every topic that this service reads or writes. */
  List<Topic> topics() {
    return List.of(
        Topics.PODS,
        Topics.METRICS,
        Topics.CLUSTER_EVENTS,
        Topics.COMMANDS,
        Topics.OPERATIONS,
        Topics.ALERT_RULES,
        Topics.SILENCES,
        Topics.ALERTS,
        Topics.ALERT_HISTORY,
        observations(),
        outbox());
  }

  String name(Topic topic) {
    return prefix + topic.name();
  }

  /** How a name is said to a producer. */
  Map<String, Object> producer() {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "acks",
        "all",
        "enable.idempotence",
        true,
        "linger.ms",
        5,
        "compression.type",
        "lz4",
        "buffer.memory",
        16 * 1024 * 1024L,
        "max.block.ms",
        10_000,
        "client.id",
        group());
  }
}
