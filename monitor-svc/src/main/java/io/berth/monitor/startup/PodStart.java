/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.startup;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a pod's start. Each time is by the clock of its writer; only times of the same clock
 * are compared with each other.
 *
 * @param created {@code metadata.creationTimestamp}, by the API server's clock
 * @param startedAt {@code status.startTime}: when the kubelet accepted it, by the node's clock
 * @param runsSince when the last of its containers started, by the node's clock; null while one
 *     does not run
 * @param probes how long its probes allow it to start, from {@code runsSince}; null where no
 *     startup probe limits it
 */
public record PodStart(
    @Nullable Instant created,
    @Nullable Instant startedAt,
    @Nullable Instant runsSince,
    @Nullable Duration probes) {

  /** Kubernetes' times have whole seconds, and a kubelet writes the first ones together. */
  private static final Duration SAME_MOMENT = Duration.ofSeconds(2);

  /**
   * The maximum time from its creation until it is ready: the duration of the image pull plus what
   * its probes allow, at most the deadline of the roll-out.
   */
  public Duration budget(Duration progressDeadline) {
    if (probes == null || startedAt == null || runsSince == null) {
      return progressDeadline;
    }
    Duration pull = Duration.between(startedAt, runsSince);
    Duration all = pull.isNegative() ? probes : pull.plus(probes);
    return all.compareTo(progressDeadline) < 0 ? all : progressDeadline;
  }

  /**
   * Whether it was ever ready. Its condition Ready is False from the start, so a later change means
   * that it was.
   *
   * @param ready the condition now
   * @param readySince when the condition last changed, by the node's clock
   */
  public boolean hasBeenReady(boolean ready, @Nullable Instant readySince) {
    return ready
        || (startedAt != null
            && readySince != null
            && readySince.isAfter(startedAt.plus(SAME_MOMENT)));
  }
}
