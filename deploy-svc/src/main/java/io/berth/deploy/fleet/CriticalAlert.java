/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.fleet;

import io.berth.events.AppRef;
import io.berth.events.alert.AlertTransition;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A critical alert on an application that is firing, or was.
 *
 * @param cluster where
 * @param namespace of the application
 * @param app the application, by the label {@code app}; the name of its Deployment where the alert
 *     is older than that label, or about a Deployment of somebody else
 * @param owner the Deployment that it is about
 * @param track what that Deployment is for: {@link #STABLE}, {@code canary} or {@code preview}
 * @param name the alert's name
 * @param reason what brought it about, in a word; null where it does not say
 * @param description in a sentence; empty where it does not say
 * @param began when what it tells of began: it may be found out later, and fires later still
 * @param firedAt since when it fires
 * @param resolvedAt when it was over; null while it is not
 */
public record CriticalAlert(
    String cluster,
    String namespace,
    String app,
    String owner,
    String track,
    String name,
    @Nullable String reason,
    String description,
    Instant began,
    Instant firedAt,
    @Nullable Instant resolvedAt) {

  /** The track of the application's own Deployment. */
  public static final String STABLE = "stable";

  private static final int MAX_DESCRIPTION = 500;

  /** Empty where the alert never fired, or is not about a Deployment. */
  static Optional<CriticalAlert> of(AlertTransition alert) {
    Map<String, String> labels = alert.labels();
    String owner = labels.get("ownerName");
    Instant fired = alert.firedAt();
    if (owner == null || fired == null || !"Deployment".equals(labels.get("ownerKind"))) {
      return Optional.empty();
    }
    return Optional.of(
        new CriticalAlert(
            labels.getOrDefault("cluster", ""),
            labels.getOrDefault("namespace", ""),
            labels.getOrDefault("app", owner),
            owner,
            labels.getOrDefault("track", STABLE),
            alert.alertName(),
            alert.annotations().get("reason"),
            truncated(alert.annotations().getOrDefault("description", "")),
            earliestTime(alert, fired),
            fired,
            alert.resolvedAt()));
  }

  private static Instant earliestTime(AlertTransition alert, Instant fired) {
    return Stream.of(alert.activeAt(), alert.occurredAt(), fired)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(fired);
  }

  /** Whether it is still firing. */
  public boolean isFiring() {
    return resolvedAt == null || resolvedAt.isBefore(firedAt);
  }

  /**
   * Whether it is about a Deployment of the application. A copy of its Deployment under another
   * name has the same labels, and is not the application's.
   */
  boolean isOn(AppRef application) {
    return namespace.equals(application.namespace())
        && app.equals(application.name())
        && (!isStable() || owner.equals(app));
  }

  /** Whether it is about the application's own Deployment rather than a parallel one. */
  public boolean isStable() {
    return STABLE.equals(track);
  }

  CriticalAlert resolved(Instant at) {
    return new CriticalAlert(
        cluster, namespace, app, owner, track, name, reason, description, began, firedAt, at);
  }

  private static String truncated(String text) {
    return text.length() <= MAX_DESCRIPTION ? text : text.substring(0, MAX_DESCRIPTION) + "…";
  }
}
