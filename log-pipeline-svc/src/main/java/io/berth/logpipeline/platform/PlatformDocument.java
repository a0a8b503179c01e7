/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.platform;

import io.berth.events.ClusterAppRef;
import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.alert.AlertTransition;
import io.berth.events.cluster.ClusterEvent;
import io.berth.events.kafka.EventJson;
import io.berth.events.metrics.CustomSample;
import io.berth.events.metrics.ResourceSample;
import io.berth.events.operation.Operation;
import io.berth.events.scaling.ScalingDecision;
import io.berth.logpipeline.indexing.IndexDocument;
import io.berth.redaction.Redactor;
import io.berth.redaction.rule.RedactionRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event of the platform as a document: the fields that people search and draw stand by
 * themselves, under names that the index template knows, and all of the payload in {@code payload},
 * which is kept and not searched.
 */
public final class PlatformDocument {

  private final Consumer<RedactionRule> redacted;

  public PlatformDocument(Consumer<RedactionRule> redacted) {
    this.redacted = redacted;
  }

  /**
   * The document of an event; null for one that is not indexed.
   *
   * @param since no copy of it was indexed before, in milliseconds since 1970
   */
  public @Nullable IndexDocument of(Envelope<? extends Event> envelope, long since) {
    NestedFields fields = new NestedFields();
    Instant at = Instant.ofEpochMilli(since);
    String stream =
        switch (envelope.payload()) {
          case ResourceSample sample -> ResourceFields.put(sample, fields);
          case CustomSample sample -> custom(sample, fields);
          case Operation operation -> OperationFields.put(operation, fields);
          case ClusterEvent event -> clusterEvent(event, fields);
          case ScalingDecision decision -> decision(decision, fields);
          case AlertTransition alert -> alert(alert, fields);
          default -> "";
        };
    if (stream.isEmpty()) {
      return null;
    }
    fields.put("event.id", envelope.id());
    fields.putDefault("@timestamp", envelope.timeOr(at).toString());
    stream(fields, stream);
    Map<String, Object> document = fields.nested();
    document.put("payload", EventJson.mapper().convertValue(envelope.payload(), Map.class));
    return new IndexDocument(stream, id(envelope), json(document), since);
  }

  private byte[] json(Map<String, Object> document) {
    return EventJson.mapper().writeValueAsBytes(clean(document));
  }

  /** Source and id: the id alone need not be unique across sources. */
  private static String id(Envelope<?> envelope) {
    String id = envelope.source() + "/" + envelope.id();
    return id.length() <= 170
        ? id
        : envelope.id().substring(0, Math.min(170, envelope.id().length()));
  }

  private static void stream(NestedFields fields, String stream) {
    String[] parts = stream.split("-", 3);
    fields.put("data_stream.type", parts[0]);
    fields.put("data_stream.dataset", parts[1]);
    fields.put("data_stream.namespace", parts[2]);
    fields.put("event.dataset", parts[1]);
  }

  private static String custom(CustomSample sample, NestedFields fields) {
    at(sample.app(), sample.sampledAt(), fields);
    fields.put("metric.name", sample.metric());
    fields.put("metric.value_millis", sample.valueMillis());
    fields.put("metric.source", sample.source());
    return "metrics-berth.custom-default";
  }

  private static String clusterEvent(ClusterEvent event, NestedFields fields) {
    fields.put("@timestamp", event.lastSeen().toString());
    fields.put("orchestrator.cluster.name", event.cluster());
    fields.put("kubernetes.namespace", event.namespace());
    fields.put("berth.app", event.app());
    fields.put("message", event.message());
    fields.put("event.action", event.reason());
    fields.put("event.severity_name", event.type());
    fields.put("object.kind", event.kind());
    fields.put("object.name", event.object());
    fields.put("object.count", event.delta());
    return "events-berth.cluster-default";
  }

  private static String decision(ScalingDecision decision, NestedFields fields) {
    at(decision.app(), decision.asOf(), fields);
    fields.put("message", decision.explanation());
    fields.put("event.action", decision.action().name());
    fields.put("event.reason", decision.reason().name());
    fields.put("scaling.mode", decision.mode().name());
    fields.put("scaling.current_replicas", decision.currentReplicas());
    fields.put("scaling.desired_replicas", decision.desiredReplicas());
    fields.put("scaling.min_replicas", decision.minReplicas());
    fields.put("scaling.max_replicas", decision.maxReplicas());
    fields.put("scaling.metric", decision.chosenMetric());
    return "events-berth.scaling-default";
  }

  private static String alert(AlertTransition alert, NestedFields fields) {
    Map<String, String> labels = alert.labels();
    fields.put("@timestamp", alert.evaluatedAt().toString());
    fields.put("orchestrator.cluster.name", labels.get("cluster"));
    fields.put("kubernetes.namespace", labels.get("namespace"));
    fields.put("berth.app", labels.get("app"));
    fields.put("message", alert.ruleId() + ": " + alert.from() + " → " + alert.to());
    fields.put("event.action", alert.to().name());
    fields.put("event.reason", alert.cause());
    fields.put("event.severity_name", alert.severity().name());
    fields.put("alert.rule", alert.ruleId());
    fields.put("alert.fingerprint", alert.fingerprint());
    fields.put("alert.labels", labels);
    if (alert.lastCommand() != null) {
      fields.put("berth.command_id", alert.lastCommand().commandId());
    }
    return "events-berth.alerts-default";
  }

  static void at(ClusterAppRef app, Instant time, NestedFields fields) {
    fields.put("@timestamp", time.toString());
    fields.put("orchestrator.cluster.name", app.cluster());
    fields.put("kubernetes.namespace", app.namespace());
    fields.put("berth.app", app.name());
  }

  private Object clean(Object value) {
    return switch (value) {
      case String text -> Redactor.redact(text, redacted);
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, inner) -> put(copy, String.valueOf(key), inner));
        yield copy;
      }
      case List<?> list -> list.stream().map(inner -> inner == null ? "" : clean(inner)).toList();
      default -> value;
    };
  }

  private void put(Map<String, Object> copy, String key, @Nullable Object value) {
    if (value != null) {
      copy.put(key, Redactor.isSecretField(key, value) ? Redactor.REDACTED : clean(value));
    }
  }
}
