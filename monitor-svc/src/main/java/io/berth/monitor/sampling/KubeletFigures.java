/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.monitor.sampling.ExpositionText.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one node, from one reading of its {@code /metrics/resource} to the next. CPU is
 * the counter's growth over the growth of the counter's own timestamp, never over the time between
 * arrivals; a counter that went back or a container that started anew gives no figure until there
 * are two points again.
 *
 * @param counters the last point of every container
 * @param figures what came of it
 */
public record KubeletFigures(
    Map<ContainerRef, Counter> counters, Map<ContainerRef, Figure> figures) {

  /** How long a rate stands when the kubelet has no newer point. */
  private static final Duration RATE_STANDS = Duration.ofSeconds(60);

  /** A kubelet's clock may be a little ahead. */
  private static final Duration AHEAD = Duration.ofSeconds(30);

  /** Before the first reading. */
  public static final KubeletFigures NONE = new KubeletFigures(Map.of(), Map.of());

  /**
   * A point of the CPU counter.
   *
   * @param seconds of CPU used since the container started
   * @param at the counter's own timestamp
   * @param started when the container started; 0 where the kubelet does not say
   */
  public record Counter(double seconds, Instant at, double started) {}

  /** What one reading says of a container before it is compared with the one before. */
  private static final class Point {
    private @Nullable Double cpuSeconds;
    private @Nullable Instant cpuAt;
    private @Nullable Double memory;
    private @Nullable Instant memoryAt;
    private double started;
  }

  public KubeletFigures {
    counters = Map.copyOf(counters);
    figures = Map.copyOf(figures);
  }

  /**
   * Takes in a reading.
   *
   * @param text as the kubelet wrote it
   * @param now for lines without a timestamp, and to refuse those from the future
   */
  public KubeletFigures after(String text, Instant now) {
    Map<ContainerRef, Point> points = new HashMap<>();
    ExpositionText.read(text, sample -> take(points, sample, now));
    Map<ContainerRef, Counter> nextCounters = new HashMap<>();
    Map<ContainerRef, Figure> nextFigures = new HashMap<>();
    points.forEach(
        (ref, point) -> {
          if (point.cpuSeconds != null && point.cpuAt != null) {
            nextCounters.put(ref, new Counter(point.cpuSeconds, point.cpuAt, point.started));
          }
          Figure figure = figure(ref, point, now);
          if (figure != null) {
            nextFigures.put(ref, figure);
          }
        });
    return new KubeletFigures(nextCounters, nextFigures);
  }

  private static void take(Map<ContainerRef, Point> points, Sample sample, Instant now) {
    String container = sample.labels().get("container");
    String pod = sample.labels().get("pod");
    String namespace = sample.labels().get("namespace");
    Instant at =
        sample.timestampMillis() == 0 ? now : Instant.ofEpochMilli(sample.timestampMillis());
    if (container == null || pod == null || namespace == null || at.isAfter(now.plus(AHEAD))) {
      return;
    }
    Point point =
        points.computeIfAbsent(new ContainerRef(namespace, pod, container), _ -> new Point());
    switch (sample.name()) {
      case "container_cpu_usage_seconds_total" -> {
        point.cpuSeconds = sample.value();
        point.cpuAt = at;
      }
      case "container_memory_working_set_bytes" -> {
        point.memory = sample.value();
        point.memoryAt = at;
      }
      case "container_start_time_seconds" -> point.started = sample.value();
      default -> {
        // The kubelet says more than is needed here.
      }
    }
  }

  private @Nullable Figure figure(ContainerRef ref, Point point, Instant now) {
    Counter before = counters.get(ref);
    Figure last = figures.get(ref);
    Long memory = point.memory == null || point.memory < 0 ? null : point.memory.longValue();
    Instant at = point.memoryAt == null ? point.cpuAt : point.memoryAt;
    if (at == null) {
      return null;
    }
    if (before != null && before.at().equals(point.cpuAt) && last != null) {
      boolean stands = !before.at().plus(RATE_STANDS).isBefore(now);
      return new Figure(stands ? last.cpuMillis() : null, memory, at, last.window(), last.source());
    }
    Long cpu = before == null ? null : rate(before, point);
    Duration window =
        cpu == null || before == null || point.cpuAt == null
            ? Duration.ZERO
            : Duration.between(before.at(), point.cpuAt);
    return new Figure(cpu, memory, at, window, Figure.KUBELET);
  }

  private static @Nullable Long rate(Counter before, Point now) {
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
