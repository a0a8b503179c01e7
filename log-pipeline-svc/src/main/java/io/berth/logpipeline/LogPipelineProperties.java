/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What can be set; application.yml has the defaults and the names in the environment.
 *
 * @param kafka bootstrap servers
 * @param topicPrefix before every topic's name; empty but on a shared broker
 * @param topicPartitions of new topics; 0 for each topic's own default
 * @param topicReplication of new topics; -1 for the broker's default
 * @param elasticsearch addresses by commas
 * @param forwardPort of the Forward receiver; 0 for any free one
 */
@ConfigurationProperties("berth")
record LogPipelineProperties(
    String kafka,
    String topicPrefix,
    int topicPartitions,
    short topicReplication,
    String elasticsearch,
    int forwardPort) {

  LogPipelineProperties {
    if (kafka == null || kafka.isBlank()) {
      throw new IllegalArgumentException(
          "BERTH_KAFKA is empty, wanted bootstrap servers such as localhost:19092");
    }
    if (elasticsearch == null || !elasticsearch.startsWith("http")) {
      throw new IllegalArgumentException(
          "BERTH_ELASTICSEARCH is '"
              + elasticsearch
              + "', wanted an address such as http://localhost:19200");
    }
    if (forwardPort < 0 || forwardPort > 65_535) {
      throw new IllegalArgumentException(
          "BERTH_FORWARD_PORT is " + forwardPort + ", wanted 0 to 65535");
    }
    topicPrefix = topicPrefix == null ? "" : topicPrefix;
  }
}
