/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import io.berth.events.kafka.TopicDeclarations;
import java.time.Duration;

/**
 * Where Kafka is and how its topics are declared.
 *
 * @param bootstrapServers host:port, comma-separated
 * @param topics prefix, partitions and replication of new topics
 * @param operationsHistory how far back commands and their operations are read at the start
 * @param decisionsHistory how far back scaling decisions are read at the start
 * @param confirmWithin how long a record may take to be confirmed, at least 1 second
 */
public record KafkaSettings(
    String bootstrapServers,
    TopicDeclarations topics,
    Duration operationsHistory,
    Duration decisionsHistory,
    Duration confirmWithin) {}
