/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import io.berth.launcher.listen.Listener;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ports of a suite on one machine.
 *
 * @param offset is added to each usual port, so that two suites can run side by side; 0 to 20000
 */
public record PortPlan(int offset) {

  private static final int MAX_OFFSET = 20_000;

  public PortPlan {
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new IllegalArgumentException(
          "--port-offset must be between 0 and " + MAX_OFFSET + ", but is " + offset);
    }
  }

  int kafka() {
    return 19092 + offset;
  }

  int kafkaController() {
    return 19093 + offset;
  }

  int elasticsearch() {
    return 19200 + offset;
  }

  int elasticsearchTransport() {
    return 19300 + offset;
  }

  int cluster(int number) {
    return 18000 + number + offset;
  }

  int gateway() {
    return 8080 + offset;
  }

  int deploy(int number) {
    return 18100 + number + offset;
  }

  int monitor(int number) {
    return 18200 + number + offset;
  }

  int scaler() {
    return 18301 + offset;
  }

  int logPipeline() {
    return 18401 + offset;
  }

  int forward() {
    return 24224 + offset;
  }

  public int webhook() {
    return 18501 + offset;
  }

  public int of(Listener listener) {
    return switch (listener) {
      case GATEWAY -> gateway();
      case FORWARD -> forward();
      case KAFKA -> kafka();
    };
  }

  /**
   * Every port with who will listen on it.
   *
   * @param own the clusters that are not simulated, and need none
   */
  public Map<Integer, String> all(Collection<String> own) {
    var ports = new LinkedHashMap<Integer, String>();
    ports.put(kafka(), "Kafka");
    ports.put(kafkaController(), "Kafka's controller");
    ports.put(elasticsearch(), "Elasticsearch");
    ports.put(elasticsearchTransport(), "Elasticsearch's transport");
    for (int number = 1; number <= SuiteProcesses.CLUSTERS.size(); number++) {
      String cluster = SuiteProcesses.CLUSTERS.get(number - 1);
      if (!own.contains(cluster)) {
        ports.put(cluster(number), "the simulated cluster " + cluster);
      }
      ports.put(deploy(number), "deploy-svc of " + cluster);
      ports.put(monitor(number), "monitor-svc of " + cluster);
    }
    ports.put(scaler(), "scaler-svc");
    ports.put(logPipeline(), "log-pipeline-svc");
    ports.put(forward(), "log-pipeline-svc's log receiver");
    ports.put(webhook(), "the webhook sink");
    ports.put(gateway(), "the gateway");
    return ports;
  }
}
