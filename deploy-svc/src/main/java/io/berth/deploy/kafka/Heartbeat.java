/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether Kafka still answers. A consumer whose broker is away polls on in peace and throws
 * nothing; only its own figures tell that it cannot speak to the group's coordinator any more.
 */
final class Heartbeat {

  /** Twice the time between two heartbeats, and well below a session's time-out. */
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(6);

  private Heartbeat() {}

  /** Why nothing is to be done now; empty where the last heartbeat is a recent one. */
  static Optional<String> trouble(Map<MetricName, ? extends Metric> figures) {
    return figures.entrySet().stream()
        .filter(figure -> figure.getKey().name().equals("last-heartbeat-seconds-ago"))
        .map(figure -> figure.getValue().metricValue())
        .filter(Number.class::isInstance)
        .map(seconds -> ((Number) seconds).doubleValue())
        .filter(seconds -> seconds > LONGEST_SILENCE.toSeconds())
        .map(Heartbeat::words)
        .findFirst();
  }

  private static String words(double seconds) {
    return "Kafka has not answered for %.0f s; roll-outs go on in the cluster, commands, steps and verdicts wait. Check the brokers that BERTH_KAFKA names"
        .formatted(seconds);
  }
}
