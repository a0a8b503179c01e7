/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.platform;

import io.berth.events.metrics.PodSample;
import io.berth.events.metrics.PodSample.ContainerSample;
import io.berth.events.metrics.ResourceSample;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The document fields of a resource sample: sums over the pods of an application. */
final class ResourceFields {

  private ResourceFields() {}

  static String put(ResourceSample sample, NestedFields fields) {
    PlatformDocument.at(sample.app(), sample.sampledAt(), fields);
    List<PodSample> pods = sample.pods();
    fields.put("metric.source", sample.source());
    fields.put("metric.replicas", sample.specReplicas());
    fields.put("metric.pods", pods.size());
    fields.put("metric.pods_ready", pods.stream().filter(p -> isTrue(p.ready())).count());
    fields.put("metric.cpu_millis", sum(pods, ContainerSample::cpuMillis));
    fields.put("metric.cpu_request_millis", sum(pods, ContainerSample::cpuRequestMillis));
    fields.put("metric.cpu_limit_millis", sum(pods, ContainerSample::cpuLimitMillis));
    fields.put("metric.memory_bytes", sum(pods, ContainerSample::memoryBytes));
    fields.put("metric.memory_limit_bytes", sum(pods, ContainerSample::memoryLimitBytes));
    return "metrics-berth.resources-default";
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return value != null && value;
  }

  /** Of what was measured; null where nothing was. */
  private static @Nullable Long sum(
      List<PodSample> pods, Function<ContainerSample, @Nullable Long> figure) {
    List<Long> all =
        pods.stream()
            .flatMap(pod -> pod.containers().stream())
            .map(figure)
            .filter(Objects::nonNull)
            .toList();
    return all.isEmpty() ? null : all.stream().mapToLong(Long::longValue).sum();
  }
}
