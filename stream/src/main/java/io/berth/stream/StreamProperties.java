/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import io.berth.events.Check;
import io.berth.events.kafka.TopicDeclarations;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The connection to Kafka and the declaration of topics; the same properties in every service.
 *
 * @param kafka bootstrap servers, host:port with commas between
 * @param topic prefix, partitions and replication of topics
 */
@ConfigurationProperties("berth")
record StreamProperties(String kafka, TopicDeclarations topic) {

  StreamProperties {
    Check.that()
        .text("berth.kafka (BERTH_KAFKA)", kafka, 2_000)
        .present("berth.topic", topic)
        .orThrow();
  }
}
