/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** Builds the topology from the bindings of application.yml, without Spring and Kafka. */
public final class TopologyWiring {

  private static final String FUNCTION = "scaler";
  private static final String BINDINGS = "spring.cloud.stream.bindings.";
  private static final String STREAMS = "spring.cloud.stream.kafka.streams.";

  private static final String DESTINATION = ".destination";

  private final StandardEnvironment settings = new StandardEnvironment();
  private final String prefix;

  /**
   * @param prefix of topics
   */
  public TopologyWiring(String prefix) {
    this.prefix = prefix;
    settings
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "BERTH_TOPIC_PREFIX",
                    prefix,
                    "BERTH_STATE_DIR",
                    Path.of(System.getProperty("java.io.tmpdir"), "topology-" + System.nanoTime())
                        .toString())));
    for (String file : new String[] {"application", "berth-stream", "berth-kafka-streams"}) {
      yaml(file + ".yml").forEach(settings.getPropertySources()::addLast);
    }
  }

  private static List<PropertySource<?>> yaml(String file) {
    try {
      return new YamlPropertySourceLoader().load(file, new ClassPathResource(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the bindings and their topics. */
  public Map<String, String> topics() {
    return Binder.get(settings)
        .bind("spring.cloud.stream.bindings", Bindable.mapOf(String.class, String.class))
        .get()
        .entrySet()
        .stream()
        .filter(entry -> entry.getKey().endsWith(DESTINATION))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().replace(DESTINATION, ""), Map.Entry::getValue));
  }

  /** A setting of application.yml, with its placeholders filled in. */
  public String setting(String key) {
    return settings.getRequiredProperty(key);
  }

  /** The configuration of Kafka Streams. */
  Properties streams() {
    Properties properties = new Properties();
    properties.putAll(
        Binder.get(settings)
            .bind(STREAMS + "binder.configuration", Bindable.mapOf(String.class, String.class))
            .get());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, setting(STREAMS + "binder.application-id"));
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    return properties;
  }

  /** Builds it like the binder. */
  Topology topology() {
    ScalerTopology topology = new ScalerTopology(new ScalerMeters(new SimpleMeterRegistry()));
    StreamsBuilder builder = new StreamsBuilder();
    topology.addPolicyStore(
        builder, prefix + Topics.SCALING_POLICIES, prefix + ScalerTopology.ACCEPTED_POLICIES);
    KStream<byte[], byte[]>[] outputs = topology.process(in(builder, 0), in(builder, 1));
    for (int i = 0; i < outputs.length; i++) {
      String binding = FUNCTION + "-out-" + i;
      outputs[i].to(
          setting(BINDINGS + binding + DESTINATION),
          Produced.<byte[], byte[]>as(
              setting(STREAMS + "bindings." + binding + ".producer.produced-as")));
    }
    return builder.build(streams());
  }

  private KStream<byte[], byte[]> in(StreamsBuilder builder, int number) {
    String binding = FUNCTION + "-in-" + number;
    String name = settings.getProperty(STREAMS + "bindings." + binding + ".consumer.consumed-as");
    String topic = setting(BINDINGS + binding + DESTINATION);
    return name == null ? builder.stream(topic) : builder.stream(topic, Consumed.as(name));
  }
}
