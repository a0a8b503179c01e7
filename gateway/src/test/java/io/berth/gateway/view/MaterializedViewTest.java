/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.view;

import static io.berth.gateway.GatewaySamples.CART;
import static io.berth.gateway.GatewaySamples.CLUSTERS;
import static io.berth.gateway.GatewaySamples.NOON;
import static io.berth.gateway.GatewaySamples.alert;
import static io.berth.gateway.GatewaySamples.decision;
import static io.berth.gateway.GatewaySamples.scale;
import static io.berth.gateway.GatewaySamples.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.Envelope;
import io.berth.events.Event;
import io.berth.events.Topics;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.events.operation.AppState;
import io.berth.events.scaling.Behavior;
import io.berth.events.scaling.MetricTarget;
import io.berth.events.scaling.ScalingDecision;
import io.berth.events.scaling.ScalingPolicy;
import io.berth.gateway.view.MaterializedView.ViewChange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaterializedViewTest {

  private final MaterializedView view = new MaterializedView(CLUSTERS, 10, 2);

  @Test
  void application_hasItsStatesDecisionsAlertsAndLastCommand() {
    apply(state("dc-b", 1));
    apply(state("dc-a", 1));
    apply(decision("d1", 1));
    apply(alert(1, State.FIRING));
    view.apply(scale("c1", 3), NOON);
    AppView app = view.app(CART, NOON).orElseThrow();
    assertThat(app.clusters())
        .extracting(AppView.AppInCluster::cluster)
        .containsExactly("dc-a", "dc-b");
    assertThat(app.clusters().getFirst().decision()).isEqualTo(decision("d1", 1));
    assertThat(app.clusters().getFirst().alerts()).hasSize(1);
    assertThat(app.clusters().getLast().alerts()).isEmpty();
    assertThat(app.lastOperation()).isNotNull();
    assertThat(view.apps(NOON)).containsExactly(app);
  }

  @Test
  void removedApplication_isRemovedFromItsClusterOnly() {
    apply(state("dc-a", 1));
    apply(state("dc-b", 1));
    Optional<ViewChange> change = view.remove(Topics.APPS, "dc-a/shop/cart");
    assertThat(change).map(ViewChange::kind).contains("app-gone");
    assertThat(view.states()).extracting(AppState::key).containsExactly("dc-b/shop/cart");
    assertThat(view.remove(Topics.APPS, "dc-a/shop/cart")).isEmpty();
  }

  @Test
  void firingAlertsOfACluster_areThoseWithoutANamespace() {
    AlertTransition ofApp = alert(1, State.FIRING);
    AlertTransition ofNode = about(ofApp, Map.of("cluster", "dc-a", "node", "node-1"));
    AlertTransition resolved = about(alert(2, State.RESOLVED), Map.of("cluster", "dc-a"));
    AlertTransition elsewhere = about(ofApp, Map.of("cluster", "dc-b"));

    assertThat(FiringAlerts.firingOnCluster("dc-a", List.of(ofApp, resolved, elsewhere, ofNode)))
        .containsExactly(ofNode);
  }

  private static AlertTransition about(AlertTransition alert, Map<String, String> labels) {
    return new AlertTransition(
        alert.fingerprint(),
        alert.generation(),
        alert.sequence(),
        alert.from(),
        alert.to(),
        alert.cause(),
        alert.severity(),
        labels,
        alert.annotations(),
        alert.ruleId(),
        alert.ruleVersion(),
        alert.activeAt(),
        alert.firedAt(),
        alert.resolvedAt(),
        alert.occurredAt(),
        alert.observedAt(),
        alert.evaluatedAt(),
        alert.lastCommand(),
        alert.silencedBy(),
        alert.inhibitedBy());
  }

  @Test
  void decisions_areLimitedPerApplication_newestFirst_withoutDuplicates() {
    apply(decision("d1", 1));
    apply(decision("d2", 2));
    apply(decision("d3", 3));
    assertThat(apply(decision("d3", 3))).isEmpty();
    assertThat(view.decisions(CART, 10))
        .extracting(ScalingDecision::decisionId)
        .containsExactly("d3", "d2");
  }

  @Test
  void olderVersionOfAPolicy_isIgnored() {
    apply(policy(2));
    assertThat(apply(policy(1))).isEmpty();
    assertThat(view.policy(CART)).map(ScalingPolicy::version).contains(2L);
    view.remove(Topics.SCALING_POLICIES, CART.toString());
    assertThat(view.policy(CART)).isEmpty();
  }

  @Test
  void olderTransitionOfAnAlert_isIgnored() {
    apply(alert(2, State.RESOLVED));
    assertThat(apply(alert(1, State.FIRING))).isEmpty();
    assertThat(view.alerts()).extracting(AlertTransition::to).containsExactly(State.RESOLVED);
  }

  @Test
  void recoveringAlert_isStillFiring_resolvedAndPendingOnesAreNot() {
    assertThat(FiringAlerts.isFiring(alert(1, State.FIRING))).isTrue();
    assertThat(FiringAlerts.isFiring(alert(1, State.RECOVERING))).isTrue();
    assertThat(FiringAlerts.isFiring(alert(1, State.RESOLVED))).isFalse();
    assertThat(FiringAlerts.isFiring(alert(1, State.PENDING))).isFalse();
  }

  private Optional<ViewChange> apply(Event event) {
    return view.apply(Envelope.of("e", "/test", NOON, event), NOON);
  }

  private static ScalingPolicy policy(long version) {
    return new ScalingPolicy(
        CART,
        version,
        ScalingPolicy.Mode.ACTIVE,
        List.of(),
        3,
        10,
        List.of(new MetricTarget.AverageValue(MetricTarget.Resource.CPU, 100)),
        Duration.ofSeconds(15),
        Behavior.standard(),
        "alice");
  }

  @Test
  void alertOfACanary_belongsToItsApplication_butNotToOneOfASimilarName() {
    assertThat(FiringAlerts.isOn("cart", labelled("cart-x7k2p", "cart"))).isTrue();
    assertThat(FiringAlerts.isOn("cart-x7k2p", labelled("cart-x7k2p", "cart"))).isFalse();
    assertThat(FiringAlerts.isOn("cart", labelled("cart-canary", "cart-canary"))).isFalse();
    assertThat(FiringAlerts.isOn("cart", labelled("cart-canary", null))).isFalse();
    assertThat(FiringAlerts.isOn("cart", labelled("cart", null))).isTrue();
  }

  private static AlertTransition labelled(String owner, @Nullable String app) {
    AlertTransition some = alert(1, State.FIRING);
    Map<String, String> labels = new HashMap<>(some.labels());
    labels.put("ownerName", owner);
    if (app != null) {
      labels.put("app", app);
    }
    return new AlertTransition(
        some.fingerprint(),
        some.generation(),
        some.sequence(),
        some.from(),
        some.to(),
        some.cause(),
        some.severity(),
        labels,
        some.annotations(),
        some.ruleId(),
        some.ruleVersion(),
        some.activeAt(),
        some.firedAt(),
        some.resolvedAt(),
        some.occurredAt(),
        some.observedAt(),
        some.evaluatedAt(),
        some.lastCommand(),
        some.silencedBy(),
        some.inhibitedBy());
  }
}
