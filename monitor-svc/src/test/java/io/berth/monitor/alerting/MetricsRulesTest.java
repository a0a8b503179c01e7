/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.events.alert.AlertTransition.State.FIRING;
import static io.berth.events.alert.AlertTransition.State.PENDING;
import static io.berth.events.alert.AlertTransition.State.RECOVERING;
import static io.berth.events.alert.AlertTransition.State.RESOLVED;
import static io.berth.monitor.alerting.TestObservations.at;
import static io.berth.monitor.alerting.TestObservations.tick;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertRule.Severity;
import io.berth.events.alert.AlertTransition;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.MetricsSourceObserved;
import io.berth.monitor.observation.Observation.Tick;
import io.berth.monitor.observation.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsRulesTest {

  private final Evaluator evaluator = new Evaluator(AlertRuleSet.of(1, List.of()), List.of());

  private static MetricsSourceObserved seen(long at, int nodes, int failing) {
    return new MetricsSourceObserved(
        at(at), nodes, failing, failing + " of " + nodes + " nodes give none", "Do this.");
  }

  private List<AlertTransition> of(Observation... all) {
    return evaluator.replay(SubjectState.initial(Subject.cluster("dc-a")), List.of(all));
  }

  @Test
  void nodesWithoutSamples_fireAfterTwoMinutes_withReasonAndHint_andResolve() {
    List<AlertTransition> all =
        of(seen(0, 3, 1), tick(119), tick(120), seen(200, 3, 0), tick(259), tick(260));

    assertThat(all)
        .extracting(AlertTransition::to)
        .containsExactly(PENDING, FIRING, RECOVERING, RESOLVED);
    AlertTransition firing = all.get(1);
    assertThat(firing.severity()).isEqualTo(Severity.WARNING);
    assertThat(firing.labels()).containsOnlyKeys("alertname", "cluster");
    assertThat(firing.annotations())
        .containsEntry("description", "1 of 3 nodes give none")
        .containsEntry("hint", "Do this.")
        .containsEntry("failing", "1");
  }

  @Test
  void noNodeWithSamples_isCritical() {
    assertThat(of(seen(0, 3, 3), tick(120)).getLast().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void changedNumberOfNodes_isTheSameAlert() {
    assertThat(of(seen(0, 3, 1), tick(120), seen(130, 3, 2), tick(131), seen(140, 3, 1)))
        .extracting(AlertTransition::to)
        .containsExactly(PENDING, FIRING);
  }

  @Test
  void newListingOfTheCluster_doesNotResolveTheAlert() {
    assertThat(of(seen(0, 1, 1), tick(120), new Tick(at(200), null, at(190)), seen(210, 1, 1)))
        .extracting(AlertTransition::to)
        .containsExactly(PENDING, FIRING);
  }
}
