/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor;

import io.berth.events.Check;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The service's configuration; every key with its default and its environment name is in {@code
 * application.yml}.
 *
 * @param kafka bootstrap servers
 * @param topicPrefix put before every topic's name
 * @param topicPartitions of new topics; 0 for each topic's default
 * @param topicReplication of new topics; -1 for the broker's default
 * @param cluster the name of the cluster that is watched
 * @param samplePeriod from one sample to the next, 1 second to 10 minutes
 * @param alertTimeScale what the durations of the built-in rules are multiplied with, 0.001 to 10
 * @param stateDir where the stream keeps what it can rebuild
 * @param webhookUrl who is told of alerts; empty for nobody
 * @param webhookSecret signs what is told; empty for no signature
 * @param externalUrl the console's address, for the people who are told
 */
@ConfigurationProperties("berth")
public record MonitorProperties(
    String kafka,
    @Nullable String topicPrefix,
    int topicPartitions,
    short topicReplication,
    String cluster,
    Duration samplePeriod,
    double alertTimeScale,
    Path stateDir,
    @Nullable String webhookUrl,
    @Nullable String webhookSecret,
    @Nullable String externalUrl) {

  public MonitorProperties {
    Check.that()
        .text("berth.kafka", kafka, 2000)
        .label("berth.cluster", cluster)
        .between("berth.sample-period", samplePeriod, Duration.ofSeconds(1), Duration.ofMinutes(10))
        .holds(
            alertTimeScale >= 0.001 && alertTimeScale <= 10,
            "berth.alert-time-scale",
            Double.toString(alertTimeScale),
            "0.001 to 10; 1 for the documented durations")
        .orThrow();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "MonitorProperties[kafka=%s, topicPrefix=%s, cluster=%s, samplePeriod=%s, alertTimeScale=%s]"
        .formatted(kafka, topicPrefix, cluster, samplePeriod, alertTimeScale);
  }
}
