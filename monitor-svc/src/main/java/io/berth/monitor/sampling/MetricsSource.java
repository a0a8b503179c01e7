/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.sampling;

import io.berth.events.InvalidEventException;
import io.berth.events.InvalidField;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** A source of the CPU and memory usage of containers. */
public enum MetricsSource {
  /** Each node's kubelet, at its own address; needs the right {@code nodes/metrics}. */
  KUBELET("kubelet"),
  /** The same through the API server's proxy; needs the right {@code nodes/proxy}. */
  API_SERVER_PROXY("apiserver-proxy"),
  /** The metrics API, which metrics-server serves. */
  METRICS_API("metrics.k8s.io");

  private final String text;

  MetricsSource(String text) {
    this.text = text;
  }

  /** Its name in configuration, samples and messages. */
  public String text() {
    return text;
  }

  /**
   * Parses a list of sources, in the order in which they are scraped.
   *
   * @param field named in the exception
   * @throws InvalidEventException where a source is unknown or listed twice, where there is none,
   *     or where {@link #METRICS_API}, which covers all nodes at once, is not the last
   */
  public static List<MetricsSource> parse(String field, List<String> names) {
    List<MetricsSource> sources =
        names.stream()
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .map(name -> of(field, name))
            .toList();
    if (sources.isEmpty() || EnumSet.copyOf(sources).size() < sources.size()) {
      throw invalid(field, String.join(",", names), "each source at most once, and at least one");
    }
    if (sources.subList(0, sources.size() - 1).contains(METRICS_API)) {
      throw invalid(
          field,
          String.join(",", names),
          METRICS_API.text + " last: it is asked for the nodes whose kubelet gives nothing");
    }
    return sources;
  }

  private static MetricsSource of(String field, String name) {
    return Arrays.stream(values())
        .filter(source -> source.text.equals(name))
        .findFirst()
        .orElseThrow(
            () -> invalid(field, name, "some of kubelet, apiserver-proxy and metrics.k8s.io"));
  }

  private static InvalidEventException invalid(String field, String found, String wanted) {
    return new InvalidEventException(List.of(new InvalidField(field, "'" + found + "'", wanted)));
  }
}
