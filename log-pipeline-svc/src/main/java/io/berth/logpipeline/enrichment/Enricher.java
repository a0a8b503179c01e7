/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.cluster.PodFacts;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.json.IsoTime;
import io.berth.redaction.rule.RedactionRule;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns a raw record into a document. Pure except for counting redactions: the same record and the
 * same pod facts give the same document with the same id.
 */
public final class Enricher {

  /** {@code date_nanos} ends there. */
  private static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");

  private static final String SCHEMA = "8.17";

  private final PodTable pods;
  private final Consumer<RedactionRule> redacted;

  public Enricher(PodTable pods, Consumer<RedactionRule> redacted) {
    this.pods = pods;
    this.redacted = redacted;
  }

  /**
   * Enriches a record.
   *
   * @param positionId its id where the producer gave none: topic, partition and offset
   * @throws io.berth.events.InvalidEventException where it cannot be an enriched log, such as by
   *     its id
   */
  public EnrichmentResult enrich(RawLog raw, String positionId) {
    String id = raw.eventId() == null ? positionId : raw.eventId();
    FlatFields collected = FlatFields.collected(raw.fields(), redacted);
    FlatFields fields = FlatFields.envelope(raw.fields(), redacted);
    fields.take("event.id");
    EcsDocument document = new EcsDocument();
    // All that says whose the record is, and where it goes, is known before the line is opened.
    KubernetesFields.LogOrigin place = KubernetesFields.take(collected, fields, raw.tag());
    PodFacts facts = place.pod().isEmpty() ? null : pods.find(place.pod());
    String dataset = dataset(fields.takeText("event.dataset"), place);
    KubernetesFields.put(document, place, facts);
    fields.add(collected);
    fields.openBodies();
    String namespace = namespace(place, facts, raw.tag());
    document.put(EcsField.TIMESTAMP, IsoTime.text(time(raw, document)));
    document.put(EcsField.ECS_VERSION, SCHEMA);
    document.put(EcsField.EVENT_ID, id);
    document.put(EcsField.EVENT_CREATED, IsoTime.text(raw.receivedAt()));
    document.put(EcsField.EVENT_DATASET, dataset);
    document.put(EcsField.DATA_STREAM_TYPE, "logs");
    document.put(EcsField.DATA_STREAM_DATASET, dataset);
    document.put(EcsField.DATA_STREAM_NAMESPACE, namespace);
    document.put(EcsField.BERTH_TAG, raw.tag());
    content(document, fields);
    fields.take("ecs.version");
    document.putKnownAndRest(fields.rest());
    return new EnrichmentResult(
        new EnrichedLog(id, raw.stream(), dataset, namespace, Map.of()), document);
  }

  private static Instant time(RawLog raw, EcsDocument document) {
    if (raw.time().isAfter(LATEST) || raw.time().isBefore(Instant.EPOCH)) {
      document.rest("time", raw.time().toString());
      return raw.receivedAt();
    }
    return raw.time();
  }

  private static void content(EcsDocument document, FlatFields fields) {
    String message = fields.takeText("message", "log", "msg");
    String text = message == null ? "" : message.stripTrailing();
    document.put(EcsField.LOG_LEVEL, level(fields, text));
    Object ecs = fields.take("error.stack_trace");
    String trace = stackTrace(ecs, fields.takeText("stack_trace", "exception"));
    document.put(EcsField.MESSAGE, trace == null ? withoutTrace(document, text) : text);
    if (trace != null) {
      document.put(EcsField.ERROR_STACK_TRACE, trace);
      document.put(EcsField.ERROR_STACK_HASH, StackTrace.hash(trace));
    }
    names(document, fields);
  }

  /** A trace that was printed is as good as one that came as a field. */
  private static String withoutTrace(EcsDocument document, String text) {
    StackTrace trace = text.indexOf('\n') < 0 ? null : StackTrace.in(text);
    if (trace == null) {
      return text;
    }
    document.put(EcsField.ERROR_TYPE, trace.type());
    document.put(EcsField.ERROR_MESSAGE, trace.message());
    document.put(EcsField.ERROR_STACK_TRACE, trace.text());
    document.put(EcsField.ERROR_STACK_HASH, trace.hash());
    return trace.before().isEmpty() ? trace.text().lines().findFirst().orElse("") : trace.before();
  }

  private static void names(EcsDocument document, FlatFields fields) {
    TraceIds trace = TraceIds.take(fields);
    document.put(EcsField.TRACE_ID, trace.traceId());
    document.put(EcsField.SPAN_ID, trace.spanId());
    document.put(EcsField.LOG_LOGGER, fields.takeText("log.logger", "logger", "logger_name"));
    document.put(
        EcsField.PROCESS_THREAD_NAME,
        fields.takeText("process.thread.name", "thread", "thread_name"));
  }

  /** Some encoders write a trace as a list of lines. */
  private static @Nullable String stackTrace(@Nullable Object ecs, @Nullable String other) {
    if (ecs instanceof List<?> lines) {
      return String.join("\n", lines.stream().map(String::valueOf).toList());
    }
    return ecs == null ? other : ecs.toString();
  }

  private static @Nullable String level(FlatFields fields, String message) {
    String given = fields.takeText("log.level", "level", "severity", "lvl", "loglevel");
    LogLevel level = given == null ? LogLevel.within(message) : LogLevel.of(given);
    if (level != null) {
      return level.name();
    }
    return given == null ? null : given.toUpperCase(Locale.ROOT);
  }

  private static String dataset(@Nullable String given, KubernetesFields.LogOrigin place) {
    if (given == null) {
      return place.pod().isEmpty() && place.service() != null ? "berth.suite" : "berth.app";
    }
    String name = DataStreamName.DATASET.of(given);
    return name.startsWith("berth.") ? name : "berth." + name;
  }

  private static String namespace(
      KubernetesFields.LogOrigin place, @Nullable PodFacts facts, String tag) {
    String given = facts == null ? place.pod().namespace() : facts.namespace();
    if (given == null) {
      return tag.startsWith("berth.") ? "berth" : "default";
    }
    return DataStreamName.NAMESPACE.of(given);
  }
}
