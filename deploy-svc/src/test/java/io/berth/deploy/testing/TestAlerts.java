/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import io.berth.events.Envelope;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts as monitor-svc tells them. */
public final class TestAlerts {

  private TestAlerts() {}

  /** One that fires for the application's own Deployment, in the namespace {@code shop}. */
  public static Envelope<AlertTransition> critical(String app, String cluster) {
    return critical("CrashLoop", app, app, "stable", cluster, Instant.now());
  }

  /** One that fires for the Deployment of its canary. */
  public static Envelope<AlertTransition> onCanary(String name, String app, String cluster) {
    return critical(name, app + "--canary", app, "canary", cluster, Instant.now());
  }

  /** The end of one that {@link #critical} told for the application's own Deployment. */
  public static Envelope<AlertTransition> resolved(
      String name, String app, String cluster, Instant began) {
    return alert(name, app, app, "stable", cluster, began, Instant.now());
  }

  /**
   * One that fires now.
   *
   * @param owner the Deployment
   * @param began when what it tells of began
   */
  public static Envelope<AlertTransition> critical(
      String name, String owner, String app, String track, String cluster, Instant began) {
    return alert(name, owner, app, track, cluster, began, null);
  }

  private static Envelope<AlertTransition> alert(
      String name,
      String owner,
      String app,
      String track,
      String cluster,
      Instant began,
      @Nullable Instant resolved) {
    Instant now = Instant.now();
    return Envelope.of(
        "alert-" + name + "-" + owner + "-" + (resolved == null ? "fires" : "resolved"),
        "/test",
        now,
        new AlertTransition(
            "fingerprint-" + name + "-" + owner,
            1,
            1,
            State.PENDING,
            resolved == null ? State.FIRING : State.RESOLVED,
            "condition-held",
            Severity.CRITICAL,
            Map.of(
                "alertname", name,
                "cluster", cluster,
                "namespace", "shop",
                "ownerKind", "Deployment",
                "ownerName", owner,
                "app", app,
                "track", track),
            Map.of(),
            "crash-loop",
            1,
            began,
            resolved == null ? now : began,
            resolved,
            began,
            now,
            now,
            null,
            List.of(),
            List.of()));
  }
}
