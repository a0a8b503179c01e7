/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.kafka;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.gateway.board.Board;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The topics that the gateway reads and writes. */
final class Declaration {

  private static final int PATIENCE_MILLIS = 4000;

  private Declaration() {}

  /**
   * Makes sure of them.
   *
   * @throws io.berth.events.kafka.MisdeclaredTopics naming every topic that is not as declared
   */
  static void ensure(KafkaSettings settings) throws InterruptedException {
    List<Topic> topics = Stream.concat(Board.TOPICS.stream(), Stream.of(Topics.AUDIT)).toList();
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS))) {
      settings.topics().ensure(admin, topics);
    }
  }
}
