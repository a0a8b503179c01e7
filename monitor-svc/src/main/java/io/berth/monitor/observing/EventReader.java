/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.observing;

import io.berth.events.cluster.ClusterEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Event in the words of {@code berth.cluster-events}. Both shapes are read: count with
 * first and last time, and the newer one with a series.
 */
public final class EventReader {

  private final String cluster;
  private final Owners owners;

  public EventReader(String cluster, Owners owners) {
    this.cluster = cluster;
    this.owners = owners;
  }

  /** How often it happened so far, at least once. */
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
   * When it happened last: the series, the last time, the event's time, the first time, its
   * creation, in this order.
   */
  public static @Nullable Instant occurredAt(Event event) {
    return Times.first(
        event.getSeries() == null || event.getSeries().getLastObservedTime() == null
            ? null
            : Times.read(event.getSeries().getLastObservedTime().getTime()),
        Times.read(event.getLastTimestamp()),
        event.getEventTime() == null ? null : Times.read(event.getEventTime().getTime()),
        Times.read(event.getFirstTimestamp()),
        Times.read(event.getMetadata().getCreationTimestamp()));
  }

  /**
   * The event.
   *
   * @param known the count that was published before; 0 for none
   * @param now for an event that says no time at all
   */
  public ClusterEvent read(Event event, int known, Instant now) {
    ObjectReference object = event.getInvolvedObject();
    int count = count(event);
    Instant last = Objects.requireNonNullElse(occurredAt(event), now);
    Instant first =
        Times.first(
            Times.read(event.getFirstTimestamp()),
            event.getEventTime() == null ? null : Times.read(event.getEventTime().getTime()),
            Times.read(event.getMetadata().getCreationTimestamp()),
            last);
    return new ClusterEvent(
        cluster,
        Objects.requireNonNullElse(object.getNamespace(), ""),
        object.getKind(),
        object.getName(),
        object.getUid(),
        owners.appOf(owners.of(object)),
        Objects.requireNonNullElse(event.getType(), "Normal"),
        Objects.requireNonNullElse(event.getReason(), ""),
        Redactor.redact(event.getMessage()),
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
