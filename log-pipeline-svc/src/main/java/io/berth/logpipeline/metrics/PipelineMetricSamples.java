/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.metrics;

import io.berth.events.ClusterAppRef;
import io.berth.events.metrics.CustomSample;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Creates the samples that the pipeline publishes on {@code berth.metrics}: its own counters and
 * gauges, the records and errors of each application per minute, and the records that each limit
 * dropped. For one thread.
 */
public final class PipelineMetricSamples {

  /** Whose figures these are. */
  public static final ClusterAppRef PIPELINE =
      new ClusterAppRef("platform", "berth", "log-pipeline-svc");

  private static final String SOURCE = "log-pipeline-svc";
  private static final String OURS = "berth.logs.";

  private final MeterRegistry registry;
  private final AppCounts apps;
  private final DropCounts drops;
  private final Map<Meter.Id, Double> last = new HashMap<>();

  public PipelineMetricSamples(MeterRegistry registry, AppCounts apps, DropCounts drops) {
    this.registry = registry;
    this.apps = apps;
    this.drops = drops;
  }

  /**
   * The samples of a period.
   *
   * @param period since the last call
   */
  public List<CustomSample> of(Instant now, Duration period) {
    List<CustomSample> samples = new ArrayList<>();
    for (Meter meter : registry.getMeters()) {
      if (meter.getId().getName().startsWith(OURS)) {
        double value = value(meter);
        if (Double.isFinite(value)) {
          samples.add(sample(PIPELINE, now, name(meter.getId()), value));
        }
      }
    }
    double minutes = period.toMillis() / 60_000.0;
    apps.take()
        .forEach(
            (app, count) -> {
              samples.add(sample(app, now, "log_records_per_minute", count.records() / minutes));
              samples.add(sample(app, now, "log_errors_per_minute", count.errors() / minutes));
            });
    for (DropCounts.Dropped dropped : drops.take()) {
      String name = "log_dropped." + dropped.rule();
      samples.add(sample(dropped.app(), now, name, dropped.records()));
    }
    return samples;
  }

  private double value(Meter meter) {
    return switch (meter) {
      case Counter counter -> {
        double count = counter.count();
        Double before = last.put(meter.getId(), count);
        yield count - (before == null ? 0 : before);
      }
      case Gauge gauge -> gauge.value();
      default -> Double.NaN;
    };
  }

  /** Such as {@code logs.lag.indexing}. */
  private static String name(Meter.Id id) {
    StringBuilder name = new StringBuilder(id.getName().substring("berth.".length()));
    for (Tag tag : id.getTags()) {
      name.append('.').append(tag.getValue());
    }
    return name.toString();
  }

  private static CustomSample sample(ClusterAppRef app, Instant at, String name, double value) {
    return new CustomSample(app, at, SOURCE, name, Math.round(value * 1000), Map.of());
  }
}
