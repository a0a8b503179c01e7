/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.metrics;

import io.berth.events.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pod in a sample.
 *
 * @param name the pod's name
 * @param uid the pod's uid
 * @param node where it runs; null while it is not scheduled
 * @param phase Kubernetes' pod phase
 * @param deleting whether it has a deletion timestamp
 * @param startedAt {@code status.startTime}
 * @param ready the Ready condition; null where there is none
 * @param readySince the last transition of the Ready condition
 * @param measuredAt when its metrics were measured; null where there are none
 * @param containers its containers
 */
public record PodSample(
    String name,
    String uid,
    @Nullable String node,
    String phase,
    boolean deleting,
    @Nullable Instant startedAt,
    @Nullable Boolean ready,
    @Nullable Instant readySince,
    @Nullable Instant measuredAt,
    List<ContainerSample> containers) {

  public PodSample {
    Check.that()
        .text("name", name, 253)
        .text("uid", uid, 100)
        .text("phase", phase, 20)
        .time("startedAt", startedAt)
        .time("readySince", readySince)
        .time("measuredAt", measuredAt)
        .present("containers", containers)
        .orThrow();
    containers = List.copyOf(containers);
  }

  /**
   * One container's metrics, requests and limits; null where not measured or not set.
   *
   * @param name the container's name
   * @param cpuMillis CPU used, millicores
   * @param memoryBytes working set, bytes
   * @param cpuRequestMillis request, millicores
   * @param cpuLimitMillis limit, millicores
   * @param memoryRequestBytes request, bytes
   * @param memoryLimitBytes limit, bytes
   */
  public record ContainerSample(
      String name,
      @Nullable Long cpuMillis,
      @Nullable Long memoryBytes,
      @Nullable Long cpuRequestMillis,
      @Nullable Long cpuLimitMillis,
      @Nullable Long memoryRequestBytes,
      @Nullable Long memoryLimitBytes) {
    public ContainerSample {
      Check.that().text("name", name, 253).orThrow();
    }
  }
}
