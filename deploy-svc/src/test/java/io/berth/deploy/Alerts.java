/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import io.berth.events.Envelope;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Alerts as monitor-svc tells them. */
final class Alerts {

  private Alerts() {}

  /** One that fires for an owner of pods in the namespace {@code shop}. */
  static Envelope<AlertTransition> critical(String owner, String cluster) {
    Instant now = Instant.now();
    return Envelope.of(
        "alert-" + owner,
        "/test",
        now,
        new AlertTransition(
            "fingerprint-" + owner,
            1,
            1,
            State.PENDING,
            State.FIRING,
            "condition-held",
            Severity.CRITICAL,
            Map.of(
                "alertname", "CrashLoop",
                "cluster", cluster,
                "namespace", "shop",
                "ownerKind", "Deployment",
                "ownerName", owner),
            Map.of(),
            "crash-loop",
            1,
            now,
            now,
            null,
            now,
            now,
            now,
            null,
            List.of(),
            List.of()));
  }
}
