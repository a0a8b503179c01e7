/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observation;

import io.berth.events.cluster.ClusterEvent;
import io.berth.redaction.manifest.ClusterMessages;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Converts Kubernetes Events to records of {@code berth.cluster-events}. Both formats are
 * supported: count with first and last timestamp, and the newer one with a series.
 */
public final class KubernetesEventReader {

  private static final int MAX_LENGTH = 4000;

  private final String cluster;
  private final OwnerResolver owners;

  public KubernetesEventReader(String cluster, OwnerResolver owners) {
    this.cluster = cluster;
    this.owners = owners;
  }

  /** The number of occurrences so far, at least 1. */
  public static int count(Event event) {
    Integer series = event.getSeries() == null ? null : event.getSeries().getCount();
    Integer count = series == null ? event.getCount() : series;
    return count == null ? 1 : Math.max(1, count);
  }

  /** A repeat has the same uid and a higher count. */
  public static String id(Event event) {
    return event.getMetadata().getUid() + ":" + count(event);
  }

  /**
   * The time of the last occurrence: from the series, the last timestamp, the event time, the first
   * timestamp, or the creation, in this order.
   */
  public static @Nullable Instant occurredAt(Event event) {
    return KubernetesTimes.first(
        event.getSeries() == null || event.getSeries().getLastObservedTime() == null
            ? null
            : KubernetesTimes.read(event.getSeries().getLastObservedTime().getTime()),
        KubernetesTimes.read(event.getLastTimestamp()),
        event.getEventTime() == null ? null : KubernetesTimes.read(event.getEventTime().getTime()),
        KubernetesTimes.read(event.getFirstTimestamp()),
        KubernetesTimes.read(event.getMetadata().getCreationTimestamp()));
  }

  /**
   * Converts an Event.
   *
   * @param known the last published count; 0 for none
   * @param now for an Event without any timestamp
   */
  public ClusterEvent read(Event event, int known, Instant now) {
    ObjectReference object = event.getInvolvedObject();
    int count = count(event);
    Instant last = Objects.requireNonNullElse(occurredAt(event), now);
    Instant first =
        KubernetesTimes.first(
            KubernetesTimes.read(event.getFirstTimestamp()),
            event.getEventTime() == null
                ? null
                : KubernetesTimes.read(event.getEventTime().getTime()),
            KubernetesTimes.read(event.getMetadata().getCreationTimestamp()),
            last);
    return new ClusterEvent(
        cluster,
        Objects.requireNonNullElse(object.getNamespace(), ""),
        object.getKind(),
        object.getName(),
        object.getUid(),
        owners.appOf(owners.of(object)),
        Objects.requireNonNullElse(event.getType(), "Normal"),
        ClusterMessages.redact(event.getReason()),
        ClusterMessages.redact(event.getMessage(), MAX_LENGTH),
        count,
        Math.max(0, count - known),
        Objects.requireNonNullElse(first, last),
        last,
        reporter(event));
  }

  private static @Nullable String reporter(Event event) {
    String component = event.getReportingComponent();
    if (component != null && !component.isBlank()) {
      return component;
    }
    return event.getSource() == null ? null : event.getSource().getComponent();
  }
}
