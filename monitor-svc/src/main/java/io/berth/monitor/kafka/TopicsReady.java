/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.kafka.MisdeclaredTopics;
import io.berth.events.kafka.TopicDeclarations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Declares the topics of this service as soon as Kafka answers. */
public final class TopicsReady {

  private static final int PATIENCE_MILLIS = 5000;

  private final KafkaSettings settings;

  public TopicsReady(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Tries once.
   *
   * @return why Kafka is not ready; empty when all topics are there
   * @throws MisdeclaredTopics where a topic is there and is not as declared
   */
  public Optional<String> fault() throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                settings.bootstrapServers(),
                "default.api.timeout.ms",
                PATIENCE_MILLIS,
                "request.timeout.ms",
                PATIENCE_MILLIS - 1000))) {
      new TopicDeclarations(settings.prefix(), settings.partitions(), settings.replication())
          .ensure(admin, settings.topics());
      return Optional.empty();
    } catch (MisdeclaredTopics e) {
      throw e;
    } catch (IllegalStateException | KafkaException e) {
      return Optional.of(why(e));
    }
  }

  private String why(Exception e) {
    return "Kafka at " + settings.bootstrapServers() + " does not answer: " + e.getMessage();
  }

  /** How long a stop may take. */
  static Duration closing() {
    return Duration.ofSeconds(5);
  }
}
