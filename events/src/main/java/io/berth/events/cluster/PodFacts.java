/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.cluster;

import io.berth.events.Check;
import io.berth.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts of a pod, keyed by its uid. A null record (tombstone) follows 15 minutes or more after the
 * pod is gone.
 *
 * @param uid the pod's uid
 * @param cluster where
 * @param namespace its namespace
 * @param name its name
 * @param app the Berth application it belongs to; null for others
 * @param ownerKind of the outermost owner, such as {@code Deployment}
 * @param ownerName that owner's name
 * @param node where it runs
 * @param podIp its address
 * @param phase Kubernetes' pod phase
 * @param labels its labels
 * @param containers its containers
 * @param release the release it runs; null where it is none of Berth's
 * @param startedAt {@code status.startTime}
 * @param goneAt when it was deleted; null while it is there
 */
public record PodFacts(
    String uid,
    String cluster,
    String namespace,
    String name,
    @Nullable String app,
    @Nullable String ownerKind,
    @Nullable String ownerName,
    @Nullable String node,
    @Nullable String podIp,
    String phase,
    Map<String, String> labels,
    List<ContainerFacts> containers,
    @Nullable Long release,
    @Nullable Instant startedAt,
    @Nullable Instant goneAt)
    implements Event {

  /**
   * One container.
   *
   * @param name its name
   * @param containerId the runtime's id without its scheme; null before it was created
   * @param image as asked for
   * @param imageId as resolved, with digest
   * @param cpuRequestMillis millicores
   * @param cpuLimitMillis millicores
   * @param memoryRequestBytes bytes
   * @param memoryLimitBytes bytes
   */
  public record ContainerFacts(
      String name,
      @Nullable String containerId,
      String image,
      @Nullable String imageId,
      @Nullable Long cpuRequestMillis,
      @Nullable Long cpuLimitMillis,
      @Nullable Long memoryRequestBytes,
      @Nullable Long memoryLimitBytes) {
    public ContainerFacts {
      Check.that().text("name", name, 253).present("image", image).orThrow();
    }
  }

  public PodFacts {
    Check.that()
        .text("uid", uid, 100)
        .label("cluster", cluster)
        .text("namespace", namespace, 63)
        .text("name", name, 253)
        .present("phase", phase)
        .orThrow();
    labels = Check.mapOrEmpty(labels);
    containers = Check.listOrEmpty(containers);
  }

  @Override
  public String key() {
    return uid;
  }
}
