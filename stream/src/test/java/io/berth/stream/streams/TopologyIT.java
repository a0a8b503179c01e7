/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.stream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.events.Topic;
import io.berth.events.Topic.Cleanup;
import io.berth.stream.ServiceTopics;
import io.berth.teststack.TestStack;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/** A topology on a real broker, as a service runs it. */
class TopologyIT {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Topic IN = topic("in");
  private static final Topic OUT = topic("out");
  private static final Topic TABLE = topic("table");

  private static Topic topic(String name) {
    return new Topic(name, "any", 1, Cleanup.DELETE, Duration.ofDays(1), "any");
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class TopologyService {

    final List<String> read = new CopyOnWriteArrayList<>();
    private final Set<String> thrown = ConcurrentHashMap.newKeySet();

    @Bean
    ServiceTopics topics() {
      return new ServiceTopics(List.of(IN, TABLE), List.of(OUT));
    }

    @Bean
    Function<KStream<byte[], byte[]>, KStream<byte[], byte[]>> flow() {
      return in ->
          in.peek(
              (_, value) -> {
                throwOnce("poison", value);
                read.add(new String(value, UTF_8));
              });
    }

    @Bean
    StreamsBuilderFactoryBeanConfigurer table() {
      return factory ->
          factory.setInfrastructureCustomizer(
              new KafkaStreamsInfrastructureCustomizer() {
                @Override
                public void configureBuilder(StreamsBuilder builder) {
                  global(builder);
                }
              });
    }

    private void global(StreamsBuilder builder) {
      builder.addGlobalStore(
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore("table"), Serdes.String(), Serdes.ByteArray())
              .withLoggingDisabled(),
          prefix + TABLE,
          Consumed.with(Serdes.String(), Serdes.ByteArray()),
          () ->
              (Record<String, byte[]> record) -> {
                throwOnce("global", record.value());
                read.add(record.key());
              });
    }

    private void throwOnce(String poison, byte[] value) {
      if (new String(value, UTF_8).equals(poison) && thrown.add(poison)) {
        throw new IllegalStateException(poison);
      }
    }
  }

  private static String prefix = "";

  private static ConfigurableApplicationContext start(String servers, String state) {
    SpringApplication service = new SpringApplication(TopologyService.class);
    service.setDefaultProperties(
        Map.ofEntries(
            Map.entry("berth.kafka", servers),
            Map.entry("berth.topic.prefix", prefix),
            Map.entry("berth.topic.partitions", 1),
            Map.entry("berth.topic.replication-factor", -1),
            Map.entry("berth.stream.output", ""),
            Map.entry("berth.state-dir", state),
            Map.entry(
                "spring.config.import",
                "classpath:berth-stream.yml,classpath:berth-kafka-streams.yml"),
            Map.entry("spring.cloud.function.definition", "flow"),
            Map.entry("logging.level.org.apache.kafka", "warn"),
            Map.entry("spring.cloud.stream.kafka.streams.binder.application-id", prefix + "flow"),
            Map.entry("spring.cloud.stream.bindings.flow-in-0.destination", prefix + IN),
            Map.entry("spring.cloud.stream.bindings.flow-out-0.destination", prefix + OUT)));
    return service.run();
  }

  private static Health health(ConfigurableApplicationContext context) {
    return context.getBean("kafkaHealthIndicator", HealthIndicator.class).health();
  }

  @Test
  void topology_isStartedByTheGate_andSurvivesFailuresOfItsThreads(@TempDir Path state) {
    prefix = TestStack.shared().freshTopicPrefix();
    String servers = TestStack.shared().bootstrapServers();
    try (var context = start(servers, state.toString());
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", servers),
                new StringSerializer(),
                new StringSerializer())) {
      TopologyService service = context.getBean(TopologyService.class);
      await().atMost(LONG).until(() -> health(context).getStatus().equals(Status.UP));
      producer.send(new ProducerRecord<>(prefix + IN, "k", "poison"));
      producer.send(new ProducerRecord<>(prefix + IN, "k", "after"));
      await().atMost(LONG).until(() -> service.read.containsAll(List.of("poison", "after")));
      producer.send(new ProducerRecord<>(prefix + TABLE, "entry", "global"));
      await().atMost(LONG).until(() -> service.read.contains("entry"));
      producer.send(new ProducerRecord<>(prefix + IN, "k", "at last"));
      await().atMost(LONG).until(() -> service.read.contains("at last"));
      await().atMost(LONG).until(() -> health(context).getStatus().equals(Status.UP));
      assertThat(context.getBean(MeterRegistry.class).getMeters())
          .extracting(meter -> meter.getId().getName())
          .noneMatch(name -> name.startsWith("kafka.stream"));
    }
  }

  @Test
  void withoutKafka_theServiceStarts_andIsUnhealthy(@TempDir Path state) {
    prefix = "";
    try (var context = start("localhost:1", state.toString())) {
      assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
      assertThat(health(context).getDetails()).containsEntry("kafka", "localhost:1");
    }
  }
}
