/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.monitor.observation.ContainerRef;
import io.berth.monitor.observation.UsageSample;
import io.berth.monitor.sampling.PrometheusTextParser.PrometheusSample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one node's containers, from successive scrapes of its {@code /metrics/resource}. CPU
 * is the increase of the counter divided by the increase of its own timestamp, never by the time
 * between scrapes. After a counter reset or a container restart there is no CPU usage until there
 * are two counter values again.
 *
 * @param counters the last CPU counter of every container
 * @param usages the resulting samples
 */
public record NodeUsage(
    Map<ContainerRef, CpuCounter> counters, Map<ContainerRef, UsageSample> usages) {

  /** How long a rate is reused while the kubelet has no newer counter value. */
  private static final Duration RATE_VALIDITY = Duration.ofSeconds(60);

  /** Tolerance for a kubelet's clock. */
  private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(30);

  /** Before the first scrape. */
  public static final NodeUsage NONE = new NodeUsage(Map.of(), Map.of());

  /**
   * A value of the CPU counter.
   *
   * @param seconds of CPU used since the container started
   * @param at the counter's own timestamp
   * @param started when the container started; 0 where unknown
   */
  public record CpuCounter(double seconds, Instant at, double started) {}

  /** The raw values of a container in one scrape. */
  private static final class RawUsage {
    private @Nullable Double cpuSeconds;
    private @Nullable Instant cpuAt;
    private @Nullable Double memory;
    private @Nullable Instant memoryAt;
    private double started;
  }

  public NodeUsage {
    counters = Map.copyOf(counters);
    usages = Map.copyOf(usages);
  }

  /**
   * Applies a scrape.
   *
   * @param text as returned by the kubelet
   * @param now for lines without a timestamp, and to reject those from the future
   */
  public NodeUsage after(String text, Instant now) {
    Map<ContainerRef, RawUsage> points = new HashMap<>();
    PrometheusTextParser.parse(text, sample -> collect(points, sample, now));
    Map<ContainerRef, CpuCounter> nextCounters = new HashMap<>();
    Map<ContainerRef, UsageSample> nextFigures = new HashMap<>();
    points.forEach(
        (ref, point) -> {
          if (point.cpuSeconds != null && point.cpuAt != null) {
            nextCounters.put(ref, new CpuCounter(point.cpuSeconds, point.cpuAt, point.started));
          }
          UsageSample usage = usage(ref, point, now);
          if (usage != null) {
            nextFigures.put(ref, usage);
          }
        });
    return new NodeUsage(nextCounters, nextFigures);
  }

  private static void collect(
      Map<ContainerRef, RawUsage> points, PrometheusSample sample, Instant now) {
    String container = sample.labels().get("container");
    String pod = sample.labels().get("pod");
    String namespace = sample.labels().get("namespace");
    Instant at =
        sample.timestampMillis() == 0 ? now : Instant.ofEpochMilli(sample.timestampMillis());
    if (container == null
        || pod == null
        || namespace == null
        || at.isAfter(now.plus(MAX_CLOCK_SKEW))
        || isPerProcessor(sample)) {
      return;
    }
    RawUsage point =
        points.computeIfAbsent(new ContainerRef(namespace, pod, container), _ -> new RawUsage());
    switch (sample.name()) {
      // Before Kubernetes 1.20 /metrics/resource named it without _total.
      case "container_cpu_usage_seconds_total", "container_cpu_usage_seconds" -> {
        if (newer(at, point.cpuAt)) {
          point.cpuSeconds = sample.value();
          point.cpuAt = at;
        }
      }
      case "container_memory_working_set_bytes" -> {
        if (newer(at, point.memoryAt)) {
          point.memory = sample.value();
          point.memoryAt = at;
        }
      }
      case "container_start_time_seconds" -> point.started = sample.value();
      default -> {
        // Other series are not needed.
      }
    }
  }

  /** cAdvisor returns the container before the last restart for a while. */
  private static boolean newer(Instant at, @Nullable Instant before) {
    return before == null || at.isAfter(before);
  }

  /** cAdvisor can return one series per processor in addition to the total. */
  private static boolean isPerProcessor(PrometheusSample sample) {
    return !"total".equals(sample.labels().getOrDefault("cpu", "total"));
  }

  private @Nullable UsageSample usage(ContainerRef ref, RawUsage point, Instant now) {
    CpuCounter before = counters.get(ref);
    UsageSample last = usages.get(ref);
    Long memory = point.memory == null || point.memory < 0 ? null : point.memory.longValue();
    Instant at = point.memoryAt == null ? point.cpuAt : point.memoryAt;
    if (at == null) {
      return null;
    }
    if (before != null && before.at().equals(point.cpuAt) && last != null) {
      boolean valid = !before.at().plus(RATE_VALIDITY).isBefore(now);
      return new UsageSample(
          valid ? last.cpuMillis() : null, memory, at, last.window(), last.source());
    }
    Long cpu = before == null ? null : rate(before, point);
    Duration window =
        cpu == null || before == null || point.cpuAt == null
            ? Duration.ZERO
            : Duration.between(before.at(), point.cpuAt);
    return new UsageSample(cpu, memory, at, window, UsageSample.KUBELET);
  }

  private static @Nullable Long rate(CpuCounter before, RawUsage now) {
    if (now.cpuSeconds == null
        || now.cpuAt == null
        || !now.cpuAt.isAfter(before.at())
        || now.cpuSeconds < before.seconds()
        || Math.abs(now.started - before.started()) > 1) {
      return null;
    }
    double seconds = Duration.between(before.at(), now.cpuAt).toNanos() / 1e9;
    return Math.round((now.cpuSeconds - before.seconds()) / seconds * 1000);
  }
}
