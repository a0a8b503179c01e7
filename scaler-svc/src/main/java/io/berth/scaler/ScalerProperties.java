/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import io.berth.events.Check;
import io.berth.events.kafka.TopicDeclarations;
import io.berth.scaler.kafka.StreamsSettings;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The service's configuration; application.yml says what each key is for.
 *
 * @param kafka bootstrap servers
 * @param topic how topics are declared
 * @param stateDir where Kafka Streams keeps its instance's identity
 */
@ConfigurationProperties("berth")
record ScalerProperties(String kafka, TopicDeclarations topic, Path stateDir) {

  ScalerProperties {
    Check.that()
        .text("berth.kafka", kafka, 1_000)
        .present("berth.topic", topic)
        .present("berth.state-dir", stateDir)
        .orThrow();
  }

  StreamsSettings streams() {
    return new StreamsSettings(kafka, topic, stateDir);
  }
}
