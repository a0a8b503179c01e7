/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.enrichment;

import io.berth.events.cluster.PodFacts;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.logpipeline.json.IsoTime;
import io.berth.logpipeline.redaction.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a raw record's document is. Pure but for the counting of redactions: the same record
 * and the same facts give the same document with the same id.
 */
public final class Enricher {

  /** {@code date_nanos} ends there. */
  private static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");

  private static final String SCHEMA = "8.17";

  private final PodTable pods;
  private final Consumer<Rule> redacted;

  public Enricher(PodTable pods, Consumer<Rule> redacted) {
    this.pods = pods;
    this.redacted = redacted;
  }

  /**
   * Enriches a record.
   *
   * @param positionId its id where the producer gave none: topic, partition and offset
   * @throws io.berth.events.InvalidEvent where it cannot be an enriched log, such as by its id
   */
  public Enriched enrich(RawLog raw, String positionId) {
    String id = raw.eventId() == null ? positionId : raw.eventId();
    FlatFields fields = FlatFields.of(raw.fields(), redacted);
    fields.take("event.id");
    Document document = new Document();
    Kubernetes.Place place = Kubernetes.take(fields, raw.tag());
    PodFacts facts = place.pod().isEmpty() ? null : pods.find(place.pod());
    String dataset = dataset(fields.takeText("event.dataset"), place);
    String namespace = namespace(place, facts, raw.tag());
    document.put(Field.TIMESTAMP, IsoTime.text(time(raw, document)));
    document.put(Field.ECS_VERSION, SCHEMA);
    document.put(Field.EVENT_ID, id);
    document.put(Field.EVENT_CREATED, IsoTime.text(raw.receivedAt()));
    document.put(Field.EVENT_DATASET, dataset);
    document.put(Field.DATA_STREAM_TYPE, "logs");
    document.put(Field.DATA_STREAM_DATASET, dataset);
    document.put(Field.DATA_STREAM_NAMESPACE, namespace);
    document.put(Field.BERTH_TAG, raw.tag());
    content(document, fields);
    Kubernetes.put(document, place, facts, fields);
    fields.take("ecs.version");
    document.putKnownAndRest(fields.rest());
    return new Enriched(new EnrichedLog(id, raw.stream(), dataset, namespace, Map.of()), document);
  }

  private static Instant time(RawLog raw, Document document) {
    if (raw.time().isAfter(LATEST) || raw.time().isBefore(Instant.EPOCH)) {
      document.rest("time", raw.time().toString());
      return raw.receivedAt();
    }
    return raw.time();
  }

  private static void content(Document document, FlatFields fields) {
    String message = fields.takeText("message", "log", "msg");
    String text = message == null ? "" : message.stripTrailing();
    document.put(Field.LOG_LEVEL, level(fields, text));
    Object ecs = fields.take("error.stack_trace");
    String trace = stackTrace(ecs, fields.takeText("stack_trace", "exception"));
    document.put(Field.MESSAGE, trace == null ? withoutTrace(document, text) : text);
    if (trace != null) {
      document.put(Field.ERROR_STACK_TRACE, trace);
      document.put(Field.ERROR_STACK_HASH, StackTrace.hash(trace));
    }
    names(document, fields);
  }

  /** A trace that was printed is as good as one that came as a field. */
  private static String withoutTrace(Document document, String text) {
    StackTrace trace = text.indexOf('\n') < 0 ? null : StackTrace.in(text);
    if (trace == null) {
      return text;
    }
    document.put(Field.ERROR_TYPE, trace.type());
    document.put(Field.ERROR_MESSAGE, trace.message());
    document.put(Field.ERROR_STACK_TRACE, trace.text());
    document.put(Field.ERROR_STACK_HASH, trace.hash());
    return trace.before().isEmpty() ? trace.text().lines().findFirst().orElse("") : trace.before();
  }

  private static void names(Document document, FlatFields fields) {
    TraceIds trace = TraceIds.take(fields);
    document.put(Field.TRACE_ID, trace.traceId());
    document.put(Field.SPAN_ID, trace.spanId());
    document.put(Field.LOG_LOGGER, fields.takeText("log.logger", "logger", "logger_name"));
    document.put(
        Field.PROCESS_THREAD_NAME, fields.takeText("process.thread.name", "thread", "thread_name"));
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
    Level level = given == null ? Level.within(message) : Level.of(given);
    if (level != null) {
      return level.name();
    }
    return given == null ? null : given.toUpperCase(Locale.ROOT);
  }

  private static String dataset(@Nullable String given, Kubernetes.Place place) {
    if (given == null) {
      return place.pod().isEmpty() && place.service() != null ? "berth.suite" : "berth.app";
    }
    String name = StreamName.DATASET.of(given);
    return name.startsWith("berth.") ? name : "berth." + name;
  }

  private static String namespace(Kubernetes.Place place, @Nullable PodFacts facts, String tag) {
    String given = facts == null ? place.pod().namespace() : facts.namespace();
    if (given == null) {
      return tag.startsWith("berth.") ? "berth" : "default";
    }
    return StreamName.NAMESPACE.of(given);
  }
}
