/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.delivery.Neighbours;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.waves.Fleet;
import io.berth.deploy.waves.Fleet.Alarm;
import io.berth.deploy.waves.Fleet.Word;
import io.berth.events.AppRef;
import io.berth.events.Event;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.Received;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * {@code berth.operations} of every cluster and {@code berth.alerts} as tables: what the fleet says
 * about a command.
 */
public final class FleetTopics implements Neighbours {

  private static final int MOST_COMMANDS = 20_000;
  private static final int LONGEST_SUMMARY = 500;

  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final Map<String, Critical> alarms = new HashMap<>();
  private final Map<String, Map<String, Word>> words =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, Word>> eldest) {
          return size() > MOST_COMMANDS;
        }
      };
  private volatile Runnable news = () -> {};

  private record Critical(String namespace, String owner, Alarm alarm) {}

  /** Whom to tell that a cluster gave a verdict or an alert moved. */
  public void onNews(Runnable told) {
    news = told;
  }

  @Override
  public Fleet fleet(String commandId, AppRef app) {
    synchronized (words) {
      return new Fleet(
          Map.copyOf(words.getOrDefault(commandId, Map.of())),
          alarms.values().stream()
              .filter(alarm -> alarm.namespace().equals(app.namespace()))
              .filter(alarm -> Marks.isOf(app.name(), alarm.owner()))
              .map(Critical::alarm)
              .toList());
    }
  }

  void note(ConsumerRecord<byte[], byte[]> record) {
    if (reader.deserialize(record.topic(), record.headers(), record.value())
        instanceof Received.Readable readable) {
      Event event = readable.envelope().payload();
      boolean heard;
      synchronized (words) {
        heard = heard(event);
      }
      if (heard) {
        news.run();
      }
    }
  }

  private boolean heard(Event event) {
    return switch (event) {
      case Concluded said -> {
        word(
            said.ref().commandId(),
            said.ref().cluster(),
            new Word(
                said.verdict(), said.ref().at(), shortened(said.summary()), said.supersededBy()));
        yield true;
      }
      case Rejected said -> {
        String summary = said.violations().getFirst().toString();
        word(
            said.ref().commandId(),
            said.ref().cluster(),
            new Word(Verdict.REJECTED, said.ref().at(), shortened(summary), null));
        yield true;
      }
      case AlertTransition alert -> alarm(alert);
      default -> false;
    };
  }

  /** The first one stands: verdicts are final. */
  private void word(String commandId, String cluster, Word word) {
    words.computeIfAbsent(commandId, _ -> new HashMap<>()).putIfAbsent(cluster, word);
  }

  private boolean alarm(AlertTransition alert) {
    if (alert.severity() != Severity.CRITICAL) {
      return false;
    }
    Instant fired = alert.firedAt();
    Map<String, String> labels = alert.labels();
    if (fired == null || !alert.silencedBy().isEmpty() || !labels.containsKey("ownerName")) {
      return alarms.remove(alert.fingerprint()) != null;
    }
    alarms.put(
        alert.fingerprint(),
        new Critical(
            labels.getOrDefault("namespace", ""),
            labels.getOrDefault("ownerName", ""),
            new Alarm(
                labels.getOrDefault("cluster", ""), alert.alertName(), fired, alert.resolvedAt())));
    return true;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_SUMMARY ? text : text.substring(0, LONGEST_SUMMARY) + "…";
  }
}
