/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler;

import io.berth.events.Check;
import io.berth.events.kafka.TopicDeclarations;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The service's configuration; application.yml describes each key.
 *
 * @param topic how topics are declared
 * @param listen address of the web server
 * @param stateDir where Kafka Streams stores the instance's identity
 */
@ConfigurationProperties("berth")
record ScalerProperties(TopicDeclarations topic, String listen, Path stateDir) {

  ScalerProperties {
    Check.that()
        .present("berth.topic", topic)
        .holds(
            listen != null && !listen.isBlank(),
            "berth.listen (BERTH_LISTEN)",
            "nothing",
            "an address such as 127.0.0.1, or 0.0.0.0 for every one of this machine")
        .present("berth.state-dir", stateDir)
        .orThrow();
  }
}
