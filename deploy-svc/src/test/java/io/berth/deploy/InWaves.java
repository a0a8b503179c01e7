/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.Apps.spec;

import io.berth.events.AppRef;
import io.berth.events.Envelope;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.events.command.AppSpec;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.PartialFailurePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is sent to two clusters, dc-a before dc-b. */
final class InWaves {

  private InWaves() {}

  /** Too few replicas for production, in the second cluster only. */
  static Deploy tooFewInDcB(String app, PartialFailurePolicy policy) {
    AppSpec spec = spec("shop/cart:2.0.0", 3);
    return new Deploy(
        meta(Duration.ZERO, policy, 90),
        new AppRef("shop", app),
        new AppSpec(
            spec.tier(),
            spec.image(),
            spec.args(),
            spec.ports(),
            spec.probes(),
            spec.env(),
            spec.secrets(),
            spec.configFiles(),
            spec.limits(),
            spec.replicas(),
            Map.of("dc-b", 2),
            spec.strategy(),
            false,
            false,
            Map.of()),
        false);
  }

  static CommandMeta meta(Duration bake, PartialFailurePolicy policy, int deadline) {
    return new CommandMeta(
        "ann",
        null,
        Duration.ofSeconds(deadline),
        List.of("dc-a", "dc-b"),
        new ClusterOrder.Waves(List.of(List.of("dc-a"), List.of("dc-b")), bake),
        policy,
        null,
        false);
  }

  static Envelope<AlertTransition> criticalAlert(String app, String cluster) {
    Instant now = Instant.now();
    return Envelope.of(
        "alert-" + app,
        "/test",
        now,
        new AlertTransition(
            "fingerprint-" + app,
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
                "ownerName", app),
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
