/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.Topics;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Scale;
import io.berth.events.kafka.DeadLetter;
import io.berth.events.kafka.DeserializationResult;
import io.berth.teststack.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NetworkException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;

/** The module on a real broker, as a service uses it. */
class StreamIT {

  private static final Duration LONG = Duration.ofMinutes(3);

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class TableService {

    final List<ConsumerRecord<String, DeserializationResult>> read = new CopyOnWriteArrayList<>();

    @Bean
    ServiceTopics topics() {
      return new ServiceTopics(
          List.of(Topics.COMMANDS), List.of(Topics.COMMANDS, Topics.COMMANDS.deadLetters()));
    }

    @Bean
    TopicTable<String, DeserializationResult> table(KafkaConnection kafka) {
      return new TopicTable<>("commands-in-0", _ -> null, kafka, Clock.systemUTC(), read::add);
    }

    @Bean
    Consumer<Message<?>> commands(TopicTable<String, DeserializationResult> table) {
      return table::accept;
    }
  }

  private static ConfigurableApplicationContext start(String servers, String prefix) {
    SpringApplication service = new SpringApplication(TableService.class);
    service.setDefaultProperties(
        Map.of(
            "berth.kafka",
            servers,
            "berth.topic.prefix",
            prefix,
            "berth.topic.partitions",
            2,
            "berth.topic.replication-factor",
            -1,
            "berth.producer.timeout-millis",
            5_000,
            "spring.config.import",
            "classpath:berth-stream.yml",
            "spring.cloud.function.definition",
            "commands",
            "spring.cloud.stream.bindings.events.destination",
            prefix + Topics.COMMANDS,
            "spring.cloud.stream.bindings.commands-in-0.destination",
            prefix + Topics.COMMANDS));
    return service.run();
  }

  private static Envelope<Scale> scale(int replicas) {
    return Envelope.of(
        "id-" + replicas,
        "/shop/release-bot",
        Instant.parse("2026-03-01T10:00:00Z"),
        new Scale(CommandMeta.by("release-bot"), AppRef.parse("shop/cart"), replicas));
  }

  @Test
  void event_isSentAsACloudEventWithoutSpringHeaders_andReadByTheTable() throws Exception {
    String prefix = TestStack.shared().freshTopicPrefix();
    try (var context = start(TestStack.shared().bootstrapServers(), prefix)) {
      TableService service = context.getBean(TableService.class);
      EventTemplate template = context.getBean(EventTemplate.class);
      await().atMost(LONG).until(() -> context.getBean(TopicTable.class).caughtUp());
      for (int replicas = 1; replicas <= 5; replicas++) {
        template.send(scale(replicas)).get(1, TimeUnit.MINUTES);
      }
      context.getBean(TopicTable.class).catchUp(LONG);
      assertThat(service.read)
          .<Object>extracting(
              record -> ((DeserializationResult.Readable) record.value()).envelope())
          .containsExactly(scale(1), scale(2), scale(3), scale(4), scale(5));
      ConsumerRecord<String, DeserializationResult> first = service.read.getFirst();
      assertThat(first.key()).isEqualTo("shop/cart");
      assertThat(first.headers())
          .extracting(header -> header.key())
          .containsExactlyInAnyOrder(
              "ce_specversion",
              "ce_id",
              "ce_source",
              "ce_type",
              "ce_time",
              "ce_subject",
              "content-type");
    }
  }

  @Test
  void restartedTable_readsAllRecords_andADeadLetterKeepsItsBytes() throws Exception {
    String prefix = TestStack.shared().freshTopicPrefix();
    String servers = TestStack.shared().bootstrapServers();
    try (var context = start(servers, prefix)) {
      EventTemplate template = context.getBean(EventTemplate.class);
      await().atMost(LONG).until(() -> context.getBean(TopicTable.class).caughtUp());
      template.send(scale(1)).get(1, TimeUnit.MINUTES);
      template.remove(Topics.COMMANDS, "shop/gone").get(1, TimeUnit.MINUTES);
      ConsumerRecord<byte[], byte[]> bad =
          new ConsumerRecord<>(
              prefix + Topics.COMMANDS, 0, 7, "k".getBytes(UTF_8), new byte[] {0, 1, (byte) 0xff});
      ProducerRecord<byte[], byte[]> letter =
          DeadLetter.of(bad, "stream", "no JSON", Instant.EPOCH);
      assertThat(template.send(letter).get(1, TimeUnit.MINUTES).topic())
          .isEqualTo(prefix + "berth.commands.dead-letters");
    }
    try (var context = start(servers, prefix)) {
      TableService service = context.getBean(TableService.class);
      await().atMost(LONG).until(() -> context.getBean(TopicTable.class).caughtUp());
      assertThat(service.read)
          .extracting(ConsumerRecord::key)
          .containsExactlyInAnyOrder("shop/cart", "shop/gone");
    }
  }

  @Test
  void withoutKafka_theServiceStartsUnhealthy_andSendingFailsAtOnce() throws Exception {
    try (var context = start("localhost:1", "")) {
      assertThat(context.getBean(EventTemplate.class).send(scale(1)))
          .failsWithin(LONG)
          .withThrowableThat()
          .withCauseInstanceOf(NetworkException.class)
          .withMessageContaining("Kafka is not reached yet");
      var health = context.getBean(KafkaHealth.class).health();
      assertThat(health.getStatus()).isEqualTo(Status.DOWN);
      assertThat(health.getDetails().get("kafka")).isEqualTo("localhost:1");
    }
  }

  @Test
  void undeclaredTopic_cannotBeWritten() {
    try (var context = start("localhost:1", "")) {
      EventTemplate template = context.getBean(EventTemplate.class);
      assertThatThrownBy(() -> template.remove(Topics.AUDIT, "alice"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("berth.audit");
    }
  }
}
