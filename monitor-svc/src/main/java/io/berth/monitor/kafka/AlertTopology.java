/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.kafka;

import io.berth.events.Topics;
import io.berth.events.alert.AlertRule;
import io.berth.events.alert.Silence;
import io.berth.events.kafka.DeserializationResult;
import io.berth.monitor.alerting.SubjectState;
import io.berth.monitor.observation.Observation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;

/**
 * The Kafka Streams topology: commands and operations become observations, observations become
 * transitions and notifications. The state of each subject is in a store with a changelog, so it
 * survives the process and its disk. Exactly once: an alert's state, its transition and its
 * notifications are written in one transaction.
 */
public final class AlertTopology implements KafkaStreamsInfrastructureCustomizer {

  static final String STATES = "subjects";
  static final String ALERTS_SINK = "alerts";
  static final String HISTORY_SINK = "history";
  static final String OUTBOX_SINK = "outbox";

  private final MonitorKafkaSettings settings;
  private final ActiveRules rules;
  private final List<String> receivers;
  private final Clock clock;
  private final MeterRegistry meters;

  /**
   * @param timeScale factor for the durations of the built-in rules
   * @param receivers names of the receivers
   */
  public AlertTopology(
      MonitorKafkaSettings settings,
      double timeScale,
      List<String> receivers,
      Clock clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.rules = new ActiveRules(timeScale);
    this.receivers = receivers;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * The store of every subject's state, in memory and with a changelog.
   *
   * @return the store, under the same name as in earlier versions
   */
  public static StoreBuilder<KeyValueStore<String, SubjectState>> states() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STATES),
            Serdes.String(),
            JsonSerdes.of(SubjectState.class))
        .withLoggingEnabled(Map.of("cleanup.policy", "compact"))
        .withCachingDisabled();
  }

  /** The serde of observations. */
  public static Serde<Observation> observations() {
    return JsonSerdes.of(Observation.class);
  }

  /**
   * Builds the topology.
   *
   * @return the observations; then the evaluation results, once for each sink that {@link
   *     EvaluationProcessor} forwards to by name
   */
  public List<KStream<String, Object>> of(
      KStream<String, DeserializationResult> commands, KStream<String, Observation> observations) {
    KStream<String, Object> evaluated =
        observations.process(
            () -> new EvaluationProcessor(settings.cluster(), rules, receivers, clock, meters),
            Named.as("evaluate"),
            STATES);
    return List.of(
        commands.process(
            () -> new CommandObservationProcessor(settings.cluster()), Named.as("command")),
        evaluated,
        evaluated,
        evaluated);
  }

  /**
   * Adds the global tables of rules and silences. Kafka Streams numbers tasks in the order in which
   * sources are added, and both versions of a rolling upgrade are members of one group: the source
   * of commands is therefore added here first, as in earlier versions. The binding's own source
   * then resolves to it.
   */
  @Override
  public void configureBuilder(StreamsBuilder builder) {
    builder.stream(
        List.of(settings.name(Topics.COMMANDS), settings.name(Topics.OPERATIONS)),
        Consumed.with(Serdes.String(), EventSerdes.received()).withName("commands"));
    global(builder, "rules", settings.name(Topics.ALERT_RULES), AlertRule.class);
    global(builder, "silences", settings.name(Topics.SILENCES), Silence.class);
  }

  private <T> void global(StreamsBuilder builder, String name, String topic, Class<T> type) {
    builder.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.String(), JsonSerdes.of(type))
            .withLoggingDisabled(),
        topic,
        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(name),
        () -> new RuleTableProcessor<>(name, topic, type, rules));
  }
}
