/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.MisdeclaredTopics;
import io.berth.events.kafka.TopicDeclarations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure of the topics, as often as it takes until Kafka answers. */
final class TopicSetup {

  /** Those that this service reads or writes. */
  static final List<Topic> TOPICS =
      Stream.concat(
              Stream.of(Topics.PODS),
              Stream.concat(
                      Stream.of(Topics.LOGS_RAW, Topics.LOGS_ENRICHED),
                      PlatformEvents.TOPICS.stream())
                  .flatMap(topic -> Stream.of(topic, topic.deadLetters())))
          .toList();

  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final TopicDeclarations declarations;

  TopicSetup(KafkaSettings settings, int partitions, short replication) {
    this.settings = settings;
    this.declarations = new TopicDeclarations(settings.topicPrefix(), partitions, replication);
  }

  /**
   * Returns when every topic is there as declared.
   *
   * @throws MisdeclaredTopics where one is declared otherwise: nothing heals that
   */
  void await() throws InterruptedException {
    boolean told = false;
    while (true) {
      try (Admin admin = admin()) {
        declarations.ensure(admin, TOPICS);
        return;
      } catch (MisdeclaredTopics e) {
        throw e;
      } catch (IllegalStateException _) {
        if (!told) {
          LOG.warn("Kafka at {} does not answer yet; waiting for it", settings.bootstrapServers());
          told = true;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            10_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000));
  }
}
