/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.AppRef;
import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose an alert is, and whether it holds anything up. */
class CriticalAlertsTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final AppRef ZZ = new AppRef("shop", "zz");
  private static final AppRef ZZ_CANARY = new AppRef("shop", "zz-canary");

  private final CriticalAlerts alerts = new CriticalAlerts();

  @Test
  void canaryAlert_belongsToItsApplication_whateverTheDeploymentsName() {
    alerts.apply(firing(labels("zz-x7k2p", "zz", "canary")));

    assertThat(alerts.alertsOn(ZZ))
        .singleElement()
        .returns("canary", CriticalAlert::track)
        .returns("zz-x7k2p", CriticalAlert::owner);
  }

  @Test
  void alertOfAnApplicationNamedLikeACanary_isItsOwn() {
    alerts.apply(firing(labels("zz-canary", "zz-canary", "stable")));

    assertThat(alerts.alertsOn(ZZ)).isEmpty();
    assertThat(alerts.alertsOn(ZZ_CANARY)).singleElement().matches(CriticalAlert::isStable);
  }

  @Test
  void alertWithoutAppLabel_belongsToTheDeploymentsName_notToASuffix() {
    Map<String, String> labels = labels("zz-canary", "zz-canary", "stable");
    labels.keySet().removeAll(List.of("app", "track"));
    alerts.apply(firing(labels));

    assertThat(alerts.alertsOn(ZZ)).isEmpty();
    assertThat(alerts.alertsOn(ZZ_CANARY)).hasSize(1);
  }

  @Test
  void foreignNamespaceKindOrNodeAlert_isIgnored() {
    Map<String, String> elsewhere = labels("zz", "zz", "stable");
    elsewhere.put("namespace", "other");
    Map<String, String> statefulSet = labels("zz", "zz", "stable");
    statefulSet.put("ownerKind", "StatefulSet");

    alerts.apply(firing(elsewhere));
    alerts.apply(firing(statefulSet));
    alerts.apply(firing(Map.of("alertname", "NodeNotReady", "cluster", "dc-a", "node", "n1")));

    assertThat(alerts.alertsOn(ZZ)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "zz, stable, true",
    "zz--canary, canary, true",
    "zz--preview, preview, true",
    "zz-canary, canary, true", // by an earlier version
    "zz-debug, stable, false",
    "zz-canary, stable, false",
  })
  void copyOfADeploymentWithAllOfItsLabels_isNotTheApplication(
      String owner, String track, boolean isOn) {
    alerts.apply(firing(labels(owner, "zz", track)));

    assertThat(alerts.alertsOn(ZZ).isEmpty()).isEqualTo(!isOn);
  }

  @Test
  void deploymentWithAnImpossibleAppName_isIgnored() {
    Map<String, String> labels = labels("ingress.nginx", "ingress.nginx", "stable");
    labels.keySet().removeAll(List.of("app", "track"));

    alerts.apply(firing(labels));

    assertThat(alerts.alertsOn(ZZ)).isEmpty();
  }

  @Test
  void silencedOrInhibitedAlert_isIgnored_untilItIsNot() {
    Map<String, String> labels = labels("zz", "zz", "stable");
    assertThat(alerts.apply(firing(labels))).isTrue();

    assertThat(alerts.apply(alert(labels, Severity.CRITICAL, null, List.of("quiet"), List.of())))
        .isTrue();
    assertThat(alerts.alertsOn(ZZ)).isEmpty();
    alerts.apply(firing(labels));
    assertThat(alerts.alertsOn(ZZ)).hasSize(1);
    alerts.apply(alert(labels, Severity.CRITICAL, null, List.of(), List.of("node-not-ready")));
    assertThat(alerts.alertsOn(ZZ)).isEmpty();
  }

  @Test
  void alertStart_isTheEarliestKnownTime() {
    alerts.apply(firing(labels("zz", "zz", "stable")));

    assertThat(alerts.alertsOn(ZZ).getFirst().began()).isEqualTo(NOON.minusSeconds(60));
    assertThat(alerts.alertsOn(ZZ).getFirst().firedAt()).isEqualTo(NOON);
  }

  @Test
  void alertBelowCritical_isResolved() {
    Map<String, String> labels = labels("zz", "zz", "stable");
    alerts.apply(firing(labels));

    assertThat(alerts.apply(alert(labels, Severity.WARNING, null, List.of(), List.of()))).isTrue();

    assertThat(alerts.alertsOn(ZZ)).singleElement().returns(false, CriticalAlert::isFiring);
    assertThat(alerts.apply(alert(labels, Severity.WARNING, null, List.of(), List.of()))).isFalse();
  }

  @Test
  void resolvedAlert_isNotFiring() {
    Map<String, String> labels = labels("zz", "zz", "stable");
    alerts.apply(firing(labels));
    alerts.apply(alert(labels, Severity.CRITICAL, NOON.plusSeconds(9), List.of(), List.of()));

    assertThat(alerts.alertsOn(ZZ)).singleElement().returns(false, CriticalAlert::isFiring);
  }

  private static Map<String, String> labels(String owner, String app, String track) {
    return new HashMap<>(
        Map.of(
            "alertname", "WorkloadDown",
            "cluster", "dc-a",
            "namespace", "shop",
            "ownerKind", "Deployment",
            "ownerName", owner,
            "app", app,
            "track", track));
  }

  private static AlertTransition firing(Map<String, String> labels) {
    return alert(labels, Severity.CRITICAL, null, List.of(), List.of());
  }

  /** Began a minute before noon, found out half a minute before, and fires since noon. */
  private static AlertTransition alert(
      Map<String, String> labels,
      Severity severity,
      @Nullable Instant resolved,
      List<String> silencedBy,
      List<String> inhibitedBy) {
    return new AlertTransition(
        "fingerprint-of-" + labels.get("ownerName"),
        1,
        1,
        State.PENDING,
        resolved == null ? State.FIRING : State.RESOLVED,
        "condition-held",
        severity,
        labels,
        Map.of(),
        "workload-down",
        1,
        NOON.minusSeconds(30),
        NOON,
        resolved,
        NOON.minusSeconds(60),
        NOON,
        NOON,
        null,
        silencedBy,
        inhibitedBy);
  }
}
