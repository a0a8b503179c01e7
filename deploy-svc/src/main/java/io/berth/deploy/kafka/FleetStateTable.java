/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.kafka;

import io.berth.deploy.fleet.CriticalAlerts;
import io.berth.deploy.fleet.FleetView;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.events.AppRef;
import io.berth.events.Event;
import io.berth.events.alert.AlertTransition;
import io.berth.events.kafka.CloudEventDeserializer;
import io.berth.events.kafka.DeserializationResult;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * {@code berth.operations} of every cluster and {@code berth.alerts} as a table: the fleet's state
 * of each command.
 */
public final class FleetStateTable implements FleetView {

  private static final int MAX_COMMANDS = 20_000;
  private static final int MAX_SUMMARY = 500;

  private final CloudEventDeserializer reader = new CloudEventDeserializer();
  private final CriticalAlerts alerts = new CriticalAlerts();
  private final Map<String, Map<String, ClusterVerdict>> verdicts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, ClusterVerdict>> eldest) {
          return size() > MAX_COMMANDS;
        }
      };
  private volatile Runnable changeListener = () -> {};

  /** Sets the listener that is called when a verdict arrives or an alert changes. */
  public void onChange(Runnable told) {
    changeListener = told;
  }

  @Override
  public FleetState state(String commandId, AppRef app) {
    synchronized (verdicts) {
      return new FleetState(
          Map.copyOf(verdicts.getOrDefault(commandId, Map.of())), alerts.alertsOn(app));
    }
  }

  /** Applies the next record of either topic. */
  public void apply(ConsumerRecord<byte[], byte[]> record) {
    if (reader.deserialize(record.topic(), record.headers(), record.value())
        instanceof DeserializationResult.Readable readable) {
      Event event = readable.envelope().payload();
      boolean changed;
      synchronized (verdicts) {
        changed = update(event);
      }
      if (changed) {
        changeListener.run();
      }
    }
  }

  private boolean update(Event event) {
    return switch (event) {
      case Concluded operation -> {
        recordVerdict(
            operation.ref().commandId(),
            operation.ref().cluster(),
            new ClusterVerdict(
                operation.verdict(),
                operation.ref().at(),
                truncated(operation.summary()),
                operation.supersededBy()));
        yield true;
      }
      case Rejected operation -> {
        String summary = operation.violations().getFirst().toString();
        recordVerdict(
            operation.ref().commandId(),
            operation.ref().cluster(),
            new ClusterVerdict(
                Verdict.REJECTED,
                operation.ref().at(),
                truncated(summary),
                null,
                Violation.isMissingApp(operation.violations())));
        yield true;
      }
      case AlertTransition alert -> alerts.apply(alert);
      default -> false;
    };
  }

  /** Verdicts are final: the first one counts. */
  private void recordVerdict(String commandId, String cluster, ClusterVerdict verdict) {
    verdicts.computeIfAbsent(commandId, _ -> new HashMap<>()).putIfAbsent(cluster, verdict);
  }

  private static String truncated(String text) {
    return text.length() <= MAX_SUMMARY ? text : text.substring(0, MAX_SUMMARY) + "…";
  }
}
