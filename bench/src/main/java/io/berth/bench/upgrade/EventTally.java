/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.bench.upgrade;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.alert.AlertTransition;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Rejected;
import io.berth.events.scaling.ScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The events that the services have published, and their faults: missing or duplicate ones. */
final class EventTally {

  private static final List<String> CLUSTERS = List.of("dc-a", "dc-b");
  private static final List<String> TOPICS =
      List.of("berth.operations", "berth.scaling-decisions", "berth.alerts.history");

  private final Set<String> sent;

  /** By command and cluster: ids of verdicts. */
  private final Map<String, Set<String>> verdicts = new TreeMap<>();

  /** By application and time: ids of decisions. */
  private final Map<String, Set<String>> decisions = new TreeMap<>();

  private final Map<String, List<Instant>> decided = new TreeMap<>();

  /** By fingerprint and sequence: ids of transitions. */
  private final Map<String, Set<String>> transitions = new TreeMap<>();

  private final Map<String, Integer> counts = new TreeMap<>();

  private EventTally(Set<String> sent) {
    this.sent = Set.copyOf(sent);
  }

  /**
   * Reads what there is now, and on until every command has its verdicts, or for as long as it may.
   */
  static EventTally read(String kafka, Set<String> sent, Duration longest) {
    EventTally published = new EventTally(sent);
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            kafka,
            "group.id",
            UUID.randomUUID().toString(),
            "isolation.level",
            "read_committed");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new CloudEventDeserializer())) {
      List<TopicPartition> partitions =
          TOPICS.stream()
              .map(consumer::partitionsFor)
              .flatMap(Collection::stream)
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Instant until = Instant.now().plus(longest);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (Instant.now().isBefore(until)
          && (isBehind(consumer, ends) || !published.missing().isEmpty())) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(
                record -> {
                  if (record.value()
                      instanceof
                      DeserializationResult.Readable(Envelope<? extends Event> envelope)) {
                    published.add(envelope);
                  }
                });
      }
    }
    return published;
  }

  private static boolean isBehind(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private void add(Envelope<? extends Event> envelope) {
    switch (envelope.payload()) {
      case Concluded concluded -> {
        verdict(concluded.ref().commandId(), concluded.ref().cluster(), envelope.id());
        counts.merge(concluded.verdict().name(), 1, Integer::sum);
      }
      case Rejected rejected -> {
        verdict(rejected.ref().commandId(), rejected.ref().cluster(), envelope.id());
        counts.merge("REJECTED", 1, Integer::sum);
      }
      case ScalingDecision decision -> {
        String app = decision.app().toString();
        note(decisions, app + " at " + decision.asOf(), decision.decisionId());
        decided.computeIfAbsent(app, _ -> new ArrayList<>()).add(decision.asOf());
        counts.merge("decision " + decision.reason(), 1, Integer::sum);
      }
      case AlertTransition alert -> {
        note(transitions, alert.fingerprint() + " no. " + alert.sequence(), envelope.id());
        counts.merge("alert " + alert.from() + " to " + alert.to(), 1, Integer::sum);
      }
      default -> counts.merge(envelope.payload().getClass().getSimpleName(), 1, Integer::sum);
    }
  }

  private void verdict(String command, String cluster, String id) {
    note(verdicts, command + " in " + cluster, id);
  }

  private static void note(Map<String, Set<String>> all, String what, String id) {
    all.computeIfAbsent(what, _ -> new TreeSet<>()).add(id);
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (String command : sent) {
      for (String cluster : CLUSTERS) {
        if (!verdicts.containsKey(command + " in " + cluster)) {
          missing.add(command + " in " + cluster);
        }
      }
    }
    return missing;
  }

  List<String> faults() {
    List<String> faults = new ArrayList<>();
    missing().forEach(what -> faults.add("no verdict: " + what));
    requireUnique(verdicts, "verdicts", faults);
    requireUnique(decisions, "decisions", faults);
    requireUnique(transitions, "transitions", faults);
    for (String word : List.of("SUCCEEDED", "alert", "decision")) {
      if (counts.keySet().stream().noneMatch(seen -> seen.startsWith(word))) {
        faults.add("there is none of what this is about: " + word);
      }
    }
    Map<String, TreeSet<Long>> sequences = new HashMap<>();
    for (String transition : transitions.keySet()) {
      String[] parts = transition.split(" no. ", 2);
      sequences.computeIfAbsent(parts[0], _ -> new TreeSet<>()).add(Long.valueOf(parts[1]));
    }
    sequences.forEach(
        (alert, numbers) -> {
          if (numbers.last() - numbers.first() + 1 != numbers.size()) {
            faults.add("transitions of " + alert + " are missing: there are " + numbers);
          }
        });
    return faults;
  }

  private static void requireUnique(
      Map<String, Set<String>> all, String called, List<String> faults) {
    all.forEach(
        (what, ids) -> {
          if (ids.size() > 1) {
            faults.add(ids.size() + " " + called + ": " + what);
          }
        });
  }

  List<String> figures() {
    List<String> lines = new ArrayList<>();
    counts.forEach((word, count) -> lines.add(word + ": " + count));
    decided.forEach(
        (app, times) -> {
          times.sort(Comparator.naturalOrder());
          Duration longest = Duration.ZERO;
          for (int i = 1; i < times.size(); i++) {
            Duration gap = Duration.between(times.get(i - 1), times.get(i));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
          }
          lines.add(app + ": longest time between two decisions " + longest);
        });
    return lines;
  }
}
