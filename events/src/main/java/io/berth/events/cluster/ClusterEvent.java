/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.cluster;

import io.berth.events.Check;
import io.berth.events.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Event, normalised. Its CloudEvents id is the Event's uid and count, so a repeat that
 * was read twice is one.
 *
 * @param cluster where
 * @param namespace of the object; empty for cluster-wide objects
 * @param kind of the object
 * @param object its name
 * @param objectUid its uid
 * @param app the Berth application that owns the object; null where none does
 * @param type {@code Normal} or {@code Warning}
 * @param reason a word, such as {@code BackOff}
 * @param message for people; redacted
 * @param count how often so far
 * @param delta how often since the record before
 * @param firstSeen when first
 * @param lastSeen when last
 * @param reporter the reporting component
 */
public record ClusterEvent(
    String cluster,
    String namespace,
    String kind,
    String object,
    @Nullable String objectUid,
    @Nullable String app,
    String type,
    String reason,
    String message,
    int count,
    int delta,
    Instant firstSeen,
    Instant lastSeen,
    @Nullable String reporter)
    implements Event {
  public ClusterEvent {
    Check.that()
        .label("cluster", cluster)
        .text("kind", kind, 200)
        .text("object", object, 253)
        .present("namespace", namespace)
        .present("type", type)
        .present("reason", reason)
        .present("message", message)
        .present("firstSeen", firstSeen)
        .present("lastSeen", lastSeen)
        .atLeast("count", count, 1)
        .atLeast("delta", delta, 0)
        .orThrow();
  }

  @Override
  public String key() {
    return cluster + "/" + namespace + "/" + object;
  }
}
