/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.scaler.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topic;
import io.berth.events.Topics;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.events.kafka.DeserializationResult.Readable;
import io.berth.events.scaling.ScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs the scaler's topology with Kafka's TopologyTestDriver. */
final class ScalerTopologyDriver implements AutoCloseable {

  static {
    // Every rejected record logs a line, and every driver twenty.
    for (String quiet : List.of("io.berth.scaler", "org.apache.kafka")) {
      ((Logger) LoggerFactory.getLogger(quiet)).setLevel(Level.OFF);
    }
  }

  private final org.apache.kafka.streams.Topology topology;
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> samples;
  private final TestInputTopic<byte[], byte[]> policies;
  private final TestInputTopic<byte[], byte[]> accepted;
  private final TestOutputTopic<byte[], byte[]> decisions;
  private final TestOutputTopic<byte[], byte[]> sampleDeadLetters;
  private final TestOutputTopic<byte[], byte[]> policyDeadLetters;

  ScalerTopologyDriver() {
    TopologyWiring wiring = new TopologyWiring("");
    Properties config = wiring.streams();
    topology = wiring.topology();
    driver = new TopologyTestDriver(topology, config);
    samples = input(Topics.METRICS);
    policies = input(Topics.SCALING_POLICIES);
    accepted = input(ScalerTopology.ACCEPTED_POLICIES);
    decisions = output(Topics.SCALING_DECISIONS);
    sampleDeadLetters = output(Topics.METRICS.deadLetters());
    policyDeadLetters = output(Topics.SCALING_POLICIES.deadLetters());
  }

  String description() {
    return topology.describe().toString();
  }

  private TestInputTopic<byte[], byte[]> input(Topic topic) {
    return driver.createInputTopic(
        topic.name(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        Instant.EPOCH,
        Duration.ZERO);
  }

  private TestOutputTopic<byte[], byte[]> output(Topic topic) {
    return driver.createOutputTopic(
        topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** An event's record as its publisher writes it. */
  static TestRecord<byte[], byte[]> record(Event event, Instant at) {
    Headers headers = new RecordHeaders();
    byte[] value =
        new CloudEventSerializer()
            .serialize("", headers, Envelope.of("id-" + at, "/test", at, event));
    return new TestRecord<>(event.key().getBytes(UTF_8), value, headers, at);
  }

  void sample(TestRecord<byte[], byte[]> record) {
    samples.pipeInput(record);
  }

  void sample(Event event, Instant at) {
    sample(record(event, at));
  }

  void policy(TestRecord<byte[], byte[]> record) {
    policies.pipeInput(record);
  }

  void policy(Event event, Instant at) {
    policy(record(event, at));
  }

  void removePolicy(String app, Instant at) {
    policy(new TestRecord<>(app.getBytes(UTF_8), null, new RecordHeaders(), at));
  }

  /** Writes directly to the topic of accepted policies. */
  void accepted(byte @Nullable [] key, byte @Nullable [] json, Instant at) {
    accepted.pipeInput(new TestRecord<>(key, json, new RecordHeaders(), at));
  }

  KeyValueStore<String, byte[]> states() {
    return driver.getKeyValueStore(ScalingStateStore.STORE);
  }

  KeyValueStore<String, byte[]> versions() {
    return driver.getKeyValueStore(PolicyProcessor.VERSIONS);
  }

  /** The decisions since the last call. */
  List<ScalingDecision> decisions() {
    return decisions.readRecordsToList().stream().map(ScalerTopologyDriver::decision).toList();
  }

  List<TestRecord<byte[], byte[]>> decisionRecords() {
    return decisions.readRecordsToList();
  }

  static ScalingDecision decision(TestRecord<byte[], byte[]> record) {
    Readable read =
        (Readable) new CloudEventDeserializer().deserialize("", record.headers(), record.value());
    return (ScalingDecision) read.envelope().payload();
  }

  /** The dead letters of samples since the last call. */
  List<TestRecord<byte[], byte[]>> sampleDeadLetters() {
    return sampleDeadLetters.readRecordsToList();
  }

  List<TestRecord<byte[], byte[]>> policyDeadLetters() {
    return policyDeadLetters.readRecordsToList();
  }

  static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
    Map<String, String> headers = new java.util.HashMap<>();
    record
        .headers()
        .forEach(
            header ->
                headers.put(
                    header.key(), header.value() == null ? "" : new String(header.value(), UTF_8)));
    return headers;
  }

  @Override
  public void close() {
    driver.close();
  }
}
