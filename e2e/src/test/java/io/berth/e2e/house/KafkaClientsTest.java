/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Services meet Kafka through bindings; where they do not, decision 10 says why. */
class KafkaClientsTest {

  private static final Set<String> PLAIN_CLIENTS =
      Set.of(
          "org.apache.kafka.clients.consumer.KafkaConsumer",
          "org.apache.kafka.clients.producer.KafkaProducer");

  private static final String READ_TO_AN_END =
      "what is read to its end and no further is no stream";

  private static final String LINES_OF_LOGS =
      "written in transactions, or one send for each line: a binding costs six times as much";

  /** The classes that know a plain client, and the reason. */
  private static final Map<String, String> LISTED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("io.berth.events.kafka.EventPublisher", "for teams without Spring"),
              Map.entry("io.berth.deploy.kafka.KafkaAccess", READ_TO_AN_END),
              Map.entry("io.berth.monitor.kafka.PublishedStateReader", READ_TO_AN_END),
              Map.entry("io.berth.logpipeline.kafka.DeadLetterReader", READ_TO_AN_END),
              Map.entry("io.berth.logpipeline.kafka.KafkaClientFactory", LINES_OF_LOGS)));

  @Test
  void plainClients_areKnownToTheClassesOfTheListAlone() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : House.classes("classes")) {
      boolean isOurs = !type.getPackageName().startsWith("io.berth.teststack");
      if (isOurs && type.getDirectDependenciesFromSelf().stream().anyMatch(this::isPlainClient)) {
        found.add(outermost(type));
      }
    }
    assertThat(found)
        .as("who knows KafkaConsumer or KafkaProducer; a new arrow is a binding")
        .isEqualTo(LISTED.keySet());
  }

  private boolean isPlainClient(Dependency dependency) {
    return PLAIN_CLIENTS.contains(dependency.getTargetClass().getName());
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceAll("\\$.*", "");
  }
}
