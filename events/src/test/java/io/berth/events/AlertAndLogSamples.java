/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.Silence;
import io.berth.events.audit.AuditEntry;
import io.berth.events.log.EnrichedLog;
import io.berth.events.log.RawLog;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the shop's cloud tells people: alerts, logs, who did what. */
public final class AlertAndLogSamples {

  public static final AlertRule CRASH_LOOPING =
      new AlertRule(
          "pod-crash-looping",
          1,
          "PodCrashLooping",
          true,
          AlertRule.Severity.CRITICAL,
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Map.of("threshold", "3"),
          "A container starts and ends again and again.",
          "Look at the last log lines of the container, then roll back.");

  public static final Silence DURING_THE_SALE =
      new Silence(
          "sale-2026",
          Map.of("namespace", "shop"),
          Samples.NOON,
          Samples.NOON.plus(Duration.ofHours(2)),
          "anna",
          "known, see the sale's page");

  public static final AlertTransition CART_FIRES =
      new AlertTransition(
          "5c1b0a4e",
          1,
          2,
          AlertTransition.State.PENDING,
          AlertTransition.State.FIRING,
          "condition-held",
          AlertRule.Severity.CRITICAL,
          Map.of(
              "alertname", "PodCrashLooping",
              "cluster", "dc-a",
              "namespace", "shop",
              "ownerKind", "Deployment",
              "ownerName", "cart",
              "app", "cart",
              "track", "stable",
              "container", "cart"),
          Map.of("restarts", "7", "reason", "Error"),
          "pod-crash-looping",
          1,
          Samples.NOON.minusSeconds(30),
          Samples.NOON,
          Samples.NOON,
          Samples.NOON.minusSeconds(1),
          Samples.NOON,
          Samples.NOON,
          new AlertTransition.LastCommand(
              Samples.COMMAND_ID,
              "deploy",
              "anna",
              "the sale begins at noon",
              Samples.NOON.minusSeconds(600),
              Verdict.SUCCEEDED,
              "registry.example/shop/cart:2.4.0"),
          List.of("sale-2026"),
          List.of("77aa01"));

  public static final RawLog RAW =
      new RawLog(
          "shop/cart-7d4b9-x2x1k/cart",
          "shop.cart",
          Samples.NOON,
          Samples.NOON.plusMillis(40),
          "cart-7d4b9-x2x1k/17",
          Map.of("level", "ERROR", "message", "no answer from the payment service"));

  public static final EnrichedLog ENRICHED =
      new EnrichedLog(
          "cart-7d4b9-x2x1k/17",
          "shop/cart-7d4b9-x2x1k/cart",
          "app",
          "shop",
          Map.of(
              "@timestamp",
              "2026-03-01T12:00:00Z",
              "message",
              "no answer from the payment service",
              "kubernetes",
              Map.of("namespace", "shop")));

  public static final AuditEntry DEPLOY_ALLOWED =
      new AuditEntry(
          "anna",
          "rest",
          "command.deploy",
          "shop/cart",
          AuditEntry.Outcome.ALLOWED,
          "release 2.4.0",
          Samples.COMMAND_ID,
          Samples.NOON);

  private AlertAndLogSamples() {}

  static Map<String, Event> all() {
    return Map.of(
        "berth.alert.rule.v1", CRASH_LOOPING,
        "berth.alert.silence.v1", DURING_THE_SALE,
        "berth.alert.transition.v1", CART_FIRES,
        "berth.log.raw.v1", RAW,
        "berth.log.enriched.v1", ENRICHED,
        "berth.audit.entry.v1", DEPLOY_ALLOWED);
  }
}
