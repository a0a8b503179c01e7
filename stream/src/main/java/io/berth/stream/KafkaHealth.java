/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the service can work with Kafka: the gate is open, a broker answers, the tables have
 * caught up, and every {@link KafkaCondition} holds. Its details name the problem.
 */
final class KafkaHealth extends AbstractHealthIndicator {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final KafkaGate gate;
  private final KafkaConnection kafka;
  private final List<KafkaCondition> conditions;
  private final List<TopicTable<?, ?>> tables;

  KafkaHealth(
      KafkaGate gate,
      KafkaConnection kafka,
      List<KafkaCondition> conditions,
      List<TopicTable<?, ?>> tables) {
    this.gate = gate;
    this.kafka = kafka;
    this.conditions = conditions;
    this.tables = tables;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) throws InterruptedException {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      builder
          .down()
          .withDetail("kafka", kafka.bootstrapServers())
          .withDetail("reason", problem.get());
    } else if (!tables.stream().allMatch(TopicTable::caughtUp)) {
      builder.outOfService().withDetail("reason", "catching up with the topics");
    } else {
      builder.up();
    }
  }

  private Optional<String> problem() throws InterruptedException {
    Optional<String> closed = gate.closedBecause();
    if (closed.isPresent()) {
      return closed;
    }
    for (KafkaCondition condition : conditions) {
      Optional<String> broken = condition.problem();
      if (broken.isPresent()) {
        return broken;
      }
    }
    return kafka.answers(TIMEOUT)
        ? Optional.empty()
        : Optional.of(
            "Kafka at "
                + kafka.bootstrapServers()
                + " does not answer; is it running, is BERTH_KAFKA right?");
  }
}
