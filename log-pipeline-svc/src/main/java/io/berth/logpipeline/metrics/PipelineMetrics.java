/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.metrics;

import io.berth.events.log.RawLog;
import io.berth.logpipeline.enrichment.EnrichmentResult;
import io.berth.logpipeline.limits.LimitDecision;
import io.berth.logpipeline.limits.LogLimits;
import io.berth.redaction.rule.RedactionRule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The counters of the pipeline, {@code berth.logs.*}. */
public final class PipelineMetrics {

  private final MeterRegistry registry;
  private final Counter received;
  private final Counter stored;
  private final Counter enriched;
  private final Counter indexed;
  private final Counter duplicates;
  private final Counter resentChunks;
  private final Counter rescued;
  private final SequenceGapTracker sequences = new SequenceGapTracker();
  private final AppCounts apps = new AppCounts();
  private final DropCounts drops = new DropCounts();
  private final Map<String, Counter> byReason = new ConcurrentHashMap<>();

  public PipelineMetrics(MeterRegistry registry) {
    this.registry = registry;
    received = registry.counter("berth.logs.received");
    stored = registry.counter("berth.logs.stored");
    enriched = registry.counter("berth.logs.enriched");
    indexed = registry.counter("berth.logs.indexed");
    duplicates = registry.counter("berth.logs.duplicates");
    resentChunks = registry.counter("berth.logs.chunks.resent");
    rescued = registry.counter("berth.logs.rescued");
    registry.gauge("berth.logs.missing", sequences, SequenceGapTracker::missing);
    registry.gauge("berth.logs.repeated", sequences, SequenceGapTracker::repeated);
  }

  /** What applications wrote. */
  public AppCounts apps() {
    return apps;
  }

  /** What was left out of it by quotas and sampling. */
  public DropCounts drops() {
    return drops;
  }

  /** A record was left out by a quota or by sampling. */
  public void dropped(LogLimits.LogSource source, LimitDecision decision) {
    counter("berth.logs.dropped", "rule", decision.rule());
    drops.add(source, decision);
  }

  /** The receiver accepted a record. */
  public void received() {
    received.increment();
  }

  /** Kafka has a raw record. */
  public void stored() {
    stored.increment();
  }

  /** A record was enriched. For one thread. */
  public void enriched(RawLog raw, EnrichmentResult log) {
    enriched.increment();
    if (raw.eventId() != null) {
      sequences.note(raw.eventId());
    }
    if (!log.app().isEmpty() && !log.cluster().isEmpty() && !log.namespace().isEmpty()) {
      boolean error = log.level().equals("ERROR") || log.level().equals("FATAL");
      apps.add(log.cluster(), log.namespace(), log.app(), error);
    }
  }

  public void indexed(int records) {
    indexed.increment(records);
  }

  /** Elasticsearch had the record already. */
  public void duplicate() {
    duplicates.increment();
  }

  /** A chunk came again that was stored, and was acknowledged without being stored twice. */
  public void chunkResent() {
    resentChunks.increment();
  }

  /** A record whose odd fields were set aside so that it could be indexed. */
  public void rescued() {
    rescued.increment();
  }

  /** Something was taken out of a record. */
  public void redacted(RedactionRule rule) {
    counter("berth.logs.redactions", "rule", rule.name());
  }

  /** The receiver refused input. */
  public void refused(String reason) {
    counter("berth.logs.refused", "reason", reason);
  }

  /** A record went to the dead letters. */
  public void deadLetter(String reason) {
    counter("berth.logs.dead.letters", "reason", reason);
  }

  private void counter(String name, String tag, String value) {
    byReason
        .computeIfAbsent(name + "/" + value, key -> registry.counter(name, tag, value))
        .increment();
  }
}
