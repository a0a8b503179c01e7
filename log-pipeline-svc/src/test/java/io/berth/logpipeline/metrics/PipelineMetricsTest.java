/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.ClusterAppRef;
import io.berth.events.metrics.CustomSample;
import io.berth.logpipeline.limits.LimitDecision;
import io.berth.logpipeline.limits.LogLimits;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PipelineMetricsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ClusterAppRef CART = new ClusterAppRef("dc-a", "shop", "cart");

  private final SequenceGapTracker sequences = new SequenceGapTracker();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AppCounts apps = new AppCounts();
  private final DropCounts drops = new DropCounts();
  private final PipelineMetricSamples figures = new PipelineMetricSamples(registry, apps, drops);

  @Test
  void skippedSequence_isMissing_untilItArrives() {
    note("a-b-7", "a-b-8", "a-b-12");
    assertThat(sequences.missing()).isEqualTo(3);
    note("a-b-10");
    assertThat(sequences.missing()).isEqualTo(2);
    note("a-b-11", "a-b-9");
    assertThat(sequences.missing()).isZero();
    assertThat(sequences.repeated()).isZero();
  }

  @Test
  void repeatedSequence_isCountedAsRepeated() {
    note("a-1", "a-2", "a-2", "a-1", "a-4", "a-3", "a-3");
    assertThat(sequences.repeated()).isEqualTo(3);
    assertThat(sequences.missing()).isZero();
  }

  @Test
  void everyInstance_hasNumbersOfItsOwn_andWhatHasNoneSaysNothing() {
    note("a-1", "b-5", "a-2", "b-6", "no number", "a-", "topic-0-x", "-3");
    assertThat(sequences.missing()).isZero();
    assertThat(sequences.repeated()).isZero();
  }

  @Test
  void droppedRecords_areReportedOnce_byApplicationAndLimit() {
    var cart = new LogLimits.LogSource("dc-a", "shop", "cart");
    drops.add(cart, LimitDecision.SAMPLED_OUT);
    drops.add(cart, LimitDecision.SAMPLED_OUT);
    drops.add(cart, LimitDecision.OVER_BYTES);
    drops.add(new LogLimits.LogSource("", "", "outside"), LimitDecision.OVER_RECORDS);
    drops.add(
        new LogLimits.LogSource("dc-a", "shop", "no name of ours!"), LimitDecision.OVER_RECORDS);
    assertThat(figures.of(Instant.EPOCH, Duration.ofSeconds(15)))
        .extracting(sample -> sample.app() + " " + sample.metric() + " " + sample.valueMillis())
        .containsExactlyInAnyOrder(
            new ClusterAppRef("dc-a", "shop", "cart") + " log_dropped.sampling 2000",
            new ClusterAppRef("dc-a", "shop", "cart") + " log_dropped.quota-bytes 1000",
            new ClusterAppRef("none", "default", "outside") + " log_dropped.quota-records 1000");
    assertThat(figures.of(Instant.EPOCH, Duration.ofSeconds(15))).isEmpty();
  }

  @Test
  void counters_areReportedAsDeltas_gaugesAsValues() {
    registry.counter("berth.logs.received").increment(5);
    registry.counter("berth.logs.redactions", "rule", "JWT").increment(2);
    registry.gauge("berth.logs.lag", Tags.of("loop", "indexing"), 70);
    registry.counter("jvm.something").increment();
    assertThat(told())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "logs.received",
                5_000L,
                "logs.redactions.JWT",
                2_000L,
                "logs.lag.indexing",
                70_000L));
    registry.counter("berth.logs.received").increment(1);
    assertThat(told())
        .containsEntry("logs.received", 1_000L)
        .containsEntry("logs.redactions.JWT", 0L);
  }

  @Test
  void applications_haveRecordsAndErrorsAMinute_andOneZeroWhenTheyFallSilent() {
    apps.add("dc-a", "shop", "cart", false);
    apps.add("dc-a", "shop", "cart", true);
    apps.add("", "No Name Of Ours", "x", true);
    List<CustomSample> samples = figures.of(NOON, Duration.ofSeconds(30));
    assertThat(samples).extracting(CustomSample::app).containsOnly(CART);
    assertThat(named(samples))
        .isEqualTo(Map.of("log_records_per_minute", 4_000L, "log_errors_per_minute", 2_000L));
    assertThat(told()).isEqualTo(Map.of("log_records_per_minute", 0L, "log_errors_per_minute", 0L));
    assertThat(told()).isEmpty();
  }

  private void note(String... ids) {
    for (String id : ids) {
      sequences.note(id);
    }
  }

  private Map<String, Long> told() {
    return named(figures.of(NOON, Duration.ofMinutes(1)));
  }

  private static Map<String, Long> named(List<CustomSample> samples) {
    return samples.stream()
        .collect(Collectors.toMap(CustomSample::metric, CustomSample::valueMillis));
  }
}
