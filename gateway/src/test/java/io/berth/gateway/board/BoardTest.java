/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.board;

import static io.berth.gateway.Samples.CART;
import static io.berth.gateway.Samples.CLUSTERS;
import static io.berth.gateway.Samples.NOON;
import static io.berth.gateway.Samples.alert;
import static io.berth.gateway.Samples.decision;
import static io.berth.gateway.Samples.scale;
import static io.berth.gateway.Samples.state;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardTest {

  private final Board board = new Board(CLUSTERS, 10, 2);

  @Test
  void anApplication_isShownWithAllThatIsKnownOfIt() {
    on(state("dc-b", 1));
    on(state("dc-a", 1));
    on(decision("d1", 1));
    on(alert(1, State.FIRING));
    board.on(Fact.of(scale("c1", 3)), NOON);
    AppView app = board.app(CART, NOON).orElseThrow();
    assertThat(app.clusters())
        .extracting(AppView.InCluster::cluster)
        .containsExactly("dc-a", "dc-b");
    assertThat(app.clusters().getFirst().decision()).isEqualTo(decision("d1", 1));
    assertThat(app.clusters().getFirst().alerts()).hasSize(1);
    assertThat(app.clusters().getLast().alerts()).isEmpty();
    assertThat(app.lastOperation()).isNotNull();
    assertThat(board.apps(NOON)).containsExactly(app);
  }

  @Test
  void anApplication_thatIsGone_isGoneOnlyThere() {
    on(state("dc-a", 1));
    on(state("dc-b", 1));
    Optional<Change> change = board.on(Fact.gone(Topics.APPS, "dc-a/shop/cart"), NOON);
    assertThat(change).map(Change::kind).contains("app-gone");
    assertThat(board.states()).extracting(AppState::key).containsExactly("dc-b/shop/cart");
    assertThat(board.on(Fact.gone(Topics.APPS, "dc-a/shop/cart"), NOON)).isEmpty();
  }

  @Test
  void decisions_areKeptUpToANumber_newestFirst_andEachOnce() {
    on(decision("d1", 1));
    on(decision("d2", 2));
    on(decision("d3", 3));
    assertThat(on(decision("d3", 3))).isEmpty();
    assertThat(board.decisions(CART, 10))
        .extracting(ScalingDecision::decisionId)
        .containsExactly("d3", "d2");
  }

  @Test
  void anOlderVersion_thatComesLate_changesNothing() {
    on(policy(2));
    assertThat(on(policy(1))).isEmpty();
    assertThat(board.policy(CART)).map(ScalingPolicy::version).contains(2L);
    board.on(Fact.gone(Topics.SCALING_POLICIES, CART.toString()), NOON);
    assertThat(board.policy(CART)).isEmpty();
  }

  @Test
  void anAlert_isItsLatestTransition() {
    on(alert(2, State.RESOLVED));
    assertThat(on(alert(1, State.FIRING))).isEmpty();
    assertThat(board.alerts()).extracting(AlertTransition::to).containsExactly(State.RESOLVED);
  }

  @Test
  void silence_isNotHealth_anAlertThatCannotBeToldAnyMoreStillStands() {
    assertThat(Alerts.isFiring(alert(1, State.FIRING))).isTrue();
    assertThat(Alerts.isFiring(alert(1, State.RECOVERING))).isTrue();
    assertThat(Alerts.isFiring(alert(1, State.RESOLVED))).isFalse();
    assertThat(Alerts.isFiring(alert(1, State.PENDING))).isFalse();
  }

  private Optional<Change> on(Event event) {
    return board.on(Fact.of(Envelope.of("e", "/test", NOON, event)), NOON);
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
}
