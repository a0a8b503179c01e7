/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.Topics;
import io.berth.events.alert.AlertRule;
import io.berth.events.alert.Silence;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.CloudEventSerializer;
import io.berth.monitor.alerting.Observation;
import io.berth.monitor.alerting.SubjectState;
import io.berth.monitor.telling.OutboxEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * What flows: commands and operations become observations, observations become transitions and
 * notifications. The state of each subject is in a store with a changelog, so it outlives the
 * process and its disk.
 */
final class AlertTopology {

  static final String STATES = "subjects";
  static final String RULES = "rules";
  static final String SILENCES = "silences";
  static final String ALERTS_SINK = "alerts";
  static final String HISTORY_SINK = "history";
  static final String OUTBOX_SINK = "outbox";

  private final KafkaSettings settings;
  private final double timeScale;
  private final List<String> receivers;
  private final Clock clock;
  private final MeterRegistry meters;

  AlertTopology(
      KafkaSettings settings,
      double timeScale,
      List<String> receivers,
      Clock clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.timeScale = timeScale;
    this.receivers = receivers;
    this.clock = clock;
    this.meters = meters;
  }

  Topology build() {
    Topology topology = new Topology();
    Serde<Observation> observations = Json.of(Observation.class);
    String topic = settings.name(settings.observations());
    commands(topology, observations, topic);
    RulesInForce rules = new RulesInForce(timeScale);
    global(topology, RULES, settings.name(Topics.ALERT_RULES), AlertRule.class, rules);
    global(topology, SILENCES, settings.name(Topics.SILENCES), Silence.class, rules);
    topology
        .addSource("observations", new StringDeserializer(), observations.deserializer(), topic)
        .addProcessor(
            "evaluate",
            () -> new EvaluateProcessor(settings.cluster(), rules, receivers, clock, meters),
            "observations")
        .addStateStore(states(), "evaluate")
        .addSink(
            ALERTS_SINK,
            settings.name(Topics.ALERTS),
            new StringSerializer(),
            new CloudEventSerializer(),
            "evaluate")
        .addSink(
            HISTORY_SINK,
            settings.name(Topics.ALERT_HISTORY),
            new StringSerializer(),
            new CloudEventSerializer(),
            "evaluate")
        .addSink(
            OUTBOX_SINK,
            settings.name(settings.outbox()),
            new StringSerializer(),
            Json.of(OutboxEntry.class).serializer(),
            "evaluate");
    return topology;
  }

  private void commands(Topology topology, Serde<Observation> observations, String topic) {
    topology
        .addSource(
            AutoOffsetReset.earliest(),
            "commands",
            new StringDeserializer(),
            new CloudEventDeserializer(),
            settings.name(Topics.COMMANDS),
            settings.name(Topics.OPERATIONS))
        .addProcessor("command", () -> new CommandProcessor(settings.cluster()), "commands")
        .addSink(
            "command-observations",
            topic,
            new StringSerializer(),
            observations.serializer(),
            "command");
  }

  /** Small enough for memory; the changelog is what lasts. */
  private static StoreBuilder<KeyValueStore<String, SubjectState>> states() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STATES), Serdes.String(), Json.of(SubjectState.class))
        .withLoggingEnabled(Map.of("cleanup.policy", "compact"))
        .withCachingDisabled();
  }

  private static <T> void global(
      Topology topology, String name, String topic, Class<T> type, RulesInForce rules) {
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.String(), Json.of(type))
            .withLoggingDisabled(),
        name + "-source",
        new StringDeserializer(),
        new CloudEventDeserializer(),
        topic,
        name + "-load",
        () -> new LoadProcessor<>(name, type, rules));
  }
}
