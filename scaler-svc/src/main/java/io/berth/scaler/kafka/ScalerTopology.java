/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.scaler.scaling.ScalingState;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What flows where:
 *
 * <pre>
 *   berth.scaling-policies → PolicyDoor → scaler-svc-policies → PolicyShelf (on every instance)
 *   berth.metrics          → SampleDoor → berth.scaling-decisions
 * </pre>
 *
 * and from each door to the dead letters of its topic. Stores lie in memory; their changelogs in
 * Kafka bring them back.
 */
final class ScalerTopology {

  static final String SERVICE = "scaler-svc";
  static final String SOURCE = "/berth/scaler-svc";

  private final String prefix;
  private final ScalerMeters meters;

  /**
   * @param prefix of every topic
   */
  ScalerTopology(String prefix, ScalerMeters meters) {
    this.prefix = prefix;
    this.meters = meters;
  }

  Topology build() {
    Topology topology = new Topology();
    policies(topology);
    samples(topology);
    return topology;
  }

  private void policies(Topology topology) {
    Topic in = Topics.SCALING_POLICIES;
    Serde<ScalingPolicy> policy = JsonSerde.of(ScalingPolicy.class);
    topology
        .addSource("policies-in", bytes(), bytes(), name(in))
        .addProcessor("policy-door", () -> new PolicyDoor(meters), "policies-in")
        .addStateStore(memory(PolicyDoor.VERSIONS, Serdes.Long()), "policy-door")
        .addSink(
            PolicyDoor.ACCEPTED,
            name(ScalerTopics.ACCEPTED_POLICIES),
            new StringSerializer(),
            policy.serializer(),
            "policy-door")
        .addSink(PolicyDoor.REFUSED, name(in.deadLetters()), raw(), raw(), "policy-door")
        .addGlobalStore(
            memory(SampleDoor.POLICIES, policy).withLoggingDisabled(),
            "accepted-in",
            new StringDeserializer(),
            policy.deserializer(),
            name(ScalerTopics.ACCEPTED_POLICIES),
            "policy-shelf",
            PolicyShelf::new);
  }

  private void samples(Topology topology) {
    Topic in = Topics.METRICS;
    topology
        .addSource("samples-in", bytes(), bytes(), name(in))
        .addProcessor("sample-door", () -> new SampleDoor(meters), "samples-in")
        .addStateStore(memory(Windows.STORE, JsonSerde.of(ScalingState.class)), "sample-door")
        .addSink(
            SampleDoor.DECISIONS,
            name(Topics.SCALING_DECISIONS),
            new StringSerializer(),
            new CloudEventSerializer(),
            "sample-door")
        .addSink(SampleDoor.REFUSED, name(in.deadLetters()), raw(), raw(), "sample-door");
  }

  private String name(Topic topic) {
    return prefix + topic.name();
  }

  private static <V> StoreBuilder<KeyValueStore<String, V>> memory(String name, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values);
  }

  private static ByteArrayDeserializer bytes() {
    return new ByteArrayDeserializer();
  }

  private static ByteArraySerializer raw() {
    return new ByteArraySerializer();
  }
}
