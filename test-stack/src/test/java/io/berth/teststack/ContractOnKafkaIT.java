/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.events.AppRef;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Scale;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.kafka.EventPublisher;
import io.berth.events.kafka.MisdeclaredTopics;
import io.berth.events.kafka.TopicDeclarations;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract's Kafka side on a real broker: topics as declared, events there and back. */
class ContractOnKafkaIT {

  private static final List<Topic> TOPICS = List.of(Topics.COMMANDS, Topics.APPS);

  private final String kafka = TestStack.shared().bootstrapServers();
  private final String prefix = TestStack.shared().freshTopicPrefix();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
  private final TopicDeclarations declarations = new TopicDeclarations(prefix, 2, (short) -1);

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void missingTopics_areCreatedAsDeclared() throws Exception {
    declarations.ensure(admin, TOPICS);

    var made = admin.describeTopics(List.of(prefix + "berth.commands")).allTopicNames().get();
    assertThat(made.get(prefix + "berth.commands").partitions()).hasSize(2);
    assertThat(setting("berth.commands", "retention.ms")).isEqualTo("2592000000");
    assertThat(setting("berth.commands", "cleanup.policy")).isEqualTo("delete");
    assertThat(setting("berth.apps", "cleanup.policy")).isEqualTo("compact");
  }

  @Test
  void topicOfOnePartition_hasOne_whateverIsConfigured() throws Exception {
    Topic outbox = new Topic("berth.test.outbox", "id", 1, Topic.Cleanup.COMPACT, null, "a test's");
    declarations.ensure(admin, List.of(outbox));

    var made = admin.describeTopics(List.of(prefix + outbox.name())).allTopicNames().get();
    assertThat(made.get(prefix + outbox.name()).partitions()).hasSize(1);
  }

  @Test
  void missingTopics_haveTheirLeaders_beforeAnybodyWrites() throws Exception {
    List<String> asked = new ArrayList<>();
    declarations.ensure(listening(asked), TOPICS);

    assertThat(asked).containsSubsequence("createTopics", "listOffsets");
    assertThat(asked.indexOf("listOffsets")).isLessThan(asked.indexOf("describeConfigs"));
  }

  /** The admin client, and what it is asked for. */
  private Admin listening(List<String> asked) {
    return (Admin)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Admin.class},
            (_, method, arguments) -> {
              asked.add(method.getName());
              return method.invoke(admin, arguments);
            });
  }

  @Test
  @SuppressWarnings("unchecked")
  void topicThatTheBrokerDoesNotKnowYet_isWaitedFor() throws Exception {
    AtomicInteger unknown = new AtomicInteger(3);
    Admin forgetful =
        (Admin)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Admin.class},
                (_, method, arguments) ->
                    method.getName().equals("listOffsets") && unknown.getAndDecrement() > 0
                        ? unknown((Map<TopicPartition, OffsetSpec>) arguments[0])
                        : method.invoke(admin, arguments));

    declarations.ensure(forgetful, TOPICS);

    assertThat(unknown).hasNegativeValue();
  }

  private static ListOffsetsResult unknown(Map<TopicPartition, OffsetSpec> asked) {
    KafkaFutureImpl<ListOffsetsResultInfo> answer = new KafkaFutureImpl<>();
    answer.completeExceptionally(new UnknownTopicOrPartitionException("not yet"));
    return new ListOffsetsResult(
        asked.keySet().stream().collect(Collectors.toMap(Function.identity(), _ -> answer)));
  }

  @Test
  void severalServices_mayDeclareTheSameTopics_atOnce() {
    try (var services = Executors.newFixedThreadPool(3)) {
      var all =
          Stream.generate(() -> CompletableFuture.runAsync(this::declare, services))
              .limit(3)
              .toArray(CompletableFuture[]::new);
      assertThat(CompletableFuture.allOf(all)).succeedsWithin(Duration.ofMinutes(3));
    }
  }

  @Test
  void misdeclaredTopic_isReportedByItsName() throws Exception {
    var wrong = new Topic("berth.apps", "any", 1, Topic.Cleanup.DELETE, Duration.ofDays(1), "any");
    declarations.ensure(admin, List.of(wrong));

    assertThatThrownBy(() -> declarations.ensure(admin, TOPICS))
        .isInstanceOf(MisdeclaredTopics.class)
        .hasMessageContaining(prefix + "berth.apps has cleanup.policy delete, wanted compact")
        .hasMessageContaining("Alter the topic");
  }

  @Test
  void publishedCommand_isReadBack_underItsKey() throws Exception {
    declarations.ensure(admin, TOPICS);
    var scale = new Scale(CommandMeta.by("anna"), AppRef.parse("shop/cart"), 5);
    String id;
    try (var berth = EventPublisher.connect(kafka, "/shop/release-bot", prefix)) {
      id = berth.publish(scale).join().id();
    }

    var read = first(prefix + "berth.commands");

    assertThat(read.key()).isEqualTo("shop/cart");
    assertThat(read.value())
        .isInstanceOfSatisfying(
            DeserializationResult.Readable.class,
            readable -> {
              assertThat(readable.envelope().id()).isEqualTo(id);
              assertThat(readable.envelope().source()).isEqualTo("/shop/release-bot");
              assertThat(readable.envelope().payload()).isEqualTo(scale);
            });
  }

  private void declare() {
    try (Admin chown = Admin.create(Map.of("bootstrap.servers", kafka))) {
      declarations.ensure(chown, TOPICS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String setting(String topic, String name) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, prefix + topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(name).value();
  }

  private ConsumerRecord<String, DeserializationResult> first(String topic) {
    var deadline = Instant.now().plusSeconds(20);
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new CloudEventDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)));
      while (Instant.now().isBefore(deadline)) {
        for (ConsumerRecord<String, DeserializationResult> read :
            consumer.poll(Duration.ofMillis(200))) {
          return read;
        }
      }
    }
    throw new AssertionError("Nothing came from " + topic + " within 20 s");
  }
}
