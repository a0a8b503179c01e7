/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.monitor.alerting.TestObservations.CART;
import static io.berth.monitor.alerting.TestObservations.at;
import static io.berth.monitor.alerting.TestObservations.healthy;
import static io.berth.monitor.alerting.TestObservations.onLostNode;
import static io.berth.monitor.alerting.TestObservations.pod;
import static io.berth.monitor.alerting.TestObservations.rollout;
import static io.berth.monitor.alerting.TestObservations.staleTick;
import static io.berth.monitor.alerting.TestObservations.tick;
import static io.berth.monitor.alerting.TestObservations.waiting;
import static io.berth.monitor.alerting.TestObservations.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.LastCommand;
import io.berth.events.alert.AlertTransition.State;
import io.berth.events.alert.Silence;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.Verdict;
import io.berth.monitor.notification.OutboxEntry;
import io.berth.monitor.observation.AppSnapshot;
import io.berth.monitor.observation.Observation;
import io.berth.monitor.observation.Observation.CommandIssued;
import io.berth.monitor.observation.Observation.CommandProgressed;
import io.berth.monitor.observation.Observation.SubjectDeleted;
import io.berth.monitor.observation.Observation.Tick;
import io.berth.monitor.observation.PodSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final PodSnapshot BAD_IMAGE =
      TestObservations.pending(pod("cart-1", waiting("ImagePullBackOff", 0)));

  private Evaluator evaluator = new Evaluator(AlertRuleSet.of(1, List.of()), List.of());
  private SubjectState state = SubjectState.initial(CART);
  private final List<AlertTransition> transitions = new ArrayList<>();
  private final List<AlertNotification> notifications = new ArrayList<>();

  private void observe(Observation... observations) {
    for (Observation observation : observations) {
      Evaluation evaluation = evaluator.evaluate(state, observation, observation.observedAt());
      state = evaluation.next();
      transitions.addAll(evaluation.transitions());
      notifications.addAll(evaluation.notifications());
    }
  }

  private List<AlertNotification.NotificationKind> notificationKinds() {
    return notifications.stream().map(AlertNotification::kind).toList();
  }

  private void silence(long from, long to) {
    Silence silence =
        new Silence("quiet", Map.of("ownerName", "cart"), at(from), at(to), "ann", "known");
    evaluator = new Evaluator(AlertRuleSet.of(1, List.of()), List.of(silence));
  }

  @Test
  void onlyFiringAndResolved_areNotified() {
    observe(workload(0, BAD_IMAGE), tick(60), tick(61), workload(70, pod("cart-1", healthy(0))));

    assertThat(notificationKinds())
        .containsExactly(
            AlertNotification.NotificationKind.FIRING, AlertNotification.NotificationKind.RESOLVED);
    assertThat(OutboxEntry.pending(notifications.getFirst(), "webhook").id())
        .endsWith("/1/firing/webhook");
  }

  @Test
  void silencedAlert_isRecorded_andNotifiedWhenTheSilenceEnds() {
    silence(0, 100);
    observe(workload(0, BAD_IMAGE), tick(60));

    assertThat(transitions.getLast().to()).isEqualTo(State.FIRING);
    assertThat(transitions.getLast().silencedBy()).containsExactly("quiet");
    assertThat(notifications).isEmpty();

    observe(tick(100));
    assertThat(notifications)
        .extracting(AlertNotification::reason)
        .containsExactly("silence-ended");
    assertThat(transitions.getLast().cause()).isEqualTo("silence-ended");
  }

  @Test
  void alertSilencedUntilResolved_isNeverNotified() {
    silence(0, 1000);
    observe(workload(0, BAD_IMAGE), tick(60), workload(70, pod("cart-1", healthy(0))), tick(1001));

    assertThat(transitions.getLast().to()).isEqualTo(State.RESOLVED);
    assertThat(notifications).isEmpty();
  }

  @Test
  void alertOnALostNode_isInhibitedByTheNodesAlert() {
    observe(workload(0, onLostNode(BAD_IMAGE)), tick(60));

    assertThat(transitions.getLast().to()).isEqualTo(State.FIRING);
    assertThat(transitions.getLast().inhibitedBy())
        .containsExactly(AlertLabels.nodeNotReady("dc-a", "node-1"));
    assertThat(notifications).isEmpty();

    observe(workload(70, BAD_IMAGE));
    assertThat(notifications)
        .extracting(AlertNotification::reason)
        .containsExactly("inhibition-ended");
  }

  @Test
  void deletedSubject_resolvesItsAlerts() {
    observe(workload(0, BAD_IMAGE), tick(60), new SubjectDeleted(at(65)));

    assertThat(transitions.getLast().to()).isEqualTo(State.RESOLVED);
    assertThat(transitions.getLast().cause()).isEqualTo("object-deleted");
    assertThat(notificationKinds())
        .containsExactly(
            AlertNotification.NotificationKind.FIRING, AlertNotification.NotificationKind.RESOLVED);
  }

  @Test
  void deletionDuringAnOutage_isDetectedByTheNextListing() {
    observe(workload(0, BAD_IMAGE), tick(60), new Tick(at(100), null, at(90)));

    assertThat(transitions.getLast().cause()).isEqualTo("object-deleted");
  }

  @Test
  void staleWatches_freezeAlerts_withoutNotification() {
    observe(workload(0, BAD_IMAGE), tick(60), staleTick(80, 70), staleTick(9000, 70));

    assertThat(transitions.getLast().to()).isEqualTo(State.UNKNOWN);
    assertThat(notificationKinds()).containsExactly(AlertNotification.NotificationKind.FIRING);

    observe(tick(9010));
    assertThat(transitions.getLast().to()).isEqualTo(State.FIRING);
    assertThat(notificationKinds()).containsExactly(AlertNotification.NotificationKind.FIRING);
  }

  @Test
  void lastCommand_isPartOfTheAlert_inAnyOrderOfTheTopics() {
    observe(
        new CommandProgressed(at(-10), "c1", "deploy", "ann", null),
        new CommandProgressed(at(-9), "c1", "deploy", "ann", null),
        new CommandIssued(at(-11), "c1", "deploy", "ann", "faster", "cart:2"),
        workload(0, BAD_IMAGE),
        tick(60));

    assertThat(transitions.getLast().lastCommand())
        .isEqualTo(
            new AlertTransition.LastCommand(
                "c1", "deploy", "ann", "faster", at(-10), null, "cart:2"));

    observe(
        new CommandProgressed(at(70), "c1", "deploy", "ann", Verdict.FAILED),
        new SubjectDeleted(at(71)));
    assertThat(transitions.getLast().lastCommand().verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void alertOfACanary_hasApplicationTrackAndCommand() {
    LastCommand command = new LastCommand("c1", "deploy", "ann", null, at(-10), null, null);
    AppSnapshot canary = new AppSnapshot("cart", "canary", null, command);
    observe(
        new Observation.WorkloadObserved(
            at(0), null, canary, true, true, TestObservations.THREE, List.of(BAD_IMAGE), List.of()),
        tick(60));

    assertThat(transitions.getLast().labels())
        .containsEntry("app", "cart")
        .containsEntry("track", "canary");
    assertThat(transitions.getLast().lastCommand()).isEqualTo(command);
  }

  @Test
  void firingAlert_keepsItsLabels_andTakesTheCurrentOnesWhenItFiresAgain() {
    observe(workload(0, BAD_IMAGE), tick(60));
    String before = transitions.getLast().fingerprint();
    observe(named(70, BAD_IMAGE));
    assertThat(transitions.getLast().labels()).doesNotContainKey("app");

    observe(named(80, pod("cart-1", healthy(0))), named(200, BAD_IMAGE), tick(260));

    assertThat(transitions.getLast().to()).isEqualTo(State.FIRING);
    assertThat(transitions.getLast().labels()).containsEntry("app", "cart");
    assertThat(transitions.getLast().fingerprint()).isNotEqualTo(before);
  }

  private static Observation.WorkloadObserved named(long at, PodSnapshot pod) {
    AppSnapshot cart = new AppSnapshot("cart", AppSnapshot.STABLE, null, null);
    return new Observation.WorkloadObserved(
        at(at), null, cart, true, true, TestObservations.THREE, List.of(pod), List.of());
  }

  @Test
  void commandWithoutOperation_isNotTheLastCommand() {
    observe(
        new CommandIssued(at(-20), "c1", "deploy", "ann", null, "cart:1"),
        new CommandProgressed(at(-19), "c1", "deploy", "ann", null),
        new CommandIssued(at(-10), "c2", "deploy", "bob", null, "cart:2"),
        workload(0, BAD_IMAGE));

    assertThat(transitions.getLast().lastCommand().commandId()).isEqualTo("c1");
  }

  @Test
  void ruleOfTheTopic_overridesTheBuiltInOne_andResolvesItsAlertsWhenDisabled() {
    observe(workload(0, BAD_IMAGE), tick(60));
    AlertRule off =
        new AlertRule(
            "image-pull-failing",
            2,
            "ImagePullFailing",
            false,
            AlertRule.Severity.INFO,
            Duration.ZERO,
            Duration.ZERO,
            Map.of(),
            "",
            "");
    evaluator = new Evaluator(AlertRuleSet.of(1, List.of(off)), List.of());
    observe(tick(61));

    assertThat(transitions.getLast().cause()).isEqualTo("rule-deleted");
    assertThat(transitions.getLast().to()).isEqualTo(State.RESOLVED);
  }

  @Test
  void timeScale_shortensTheBuiltInDurations() {
    evaluator = new Evaluator(AlertRuleSet.of(0.1, List.of()), List.of());
    observe(workload(0, rollout(3, 0)), tick(3));

    assertThat(notificationKinds()).containsExactly(AlertNotification.NotificationKind.FIRING);
  }

  @Test
  void state_isUnchangedAfterSerialization() {
    observe(
        new CommandProgressed(at(-10), "c1", "deploy", "ann", null),
        workload(0, BAD_IMAGE),
        TestObservations.usage(5, 950L, null),
        tick(60));

    byte[] json = EventJson.mapper().writeValueAsBytes(state);
    assertThat(EventJson.mapper().readValue(json, SubjectState.class)).isEqualTo(state);
  }

  @Test
  void sequence_increasesByOne_andTheFingerprintStays() {
    observe(workload(0, BAD_IMAGE), tick(60), workload(70, pod("cart-9", healthy(0))));

    assertThat(transitions).extracting(AlertTransition::sequence).containsExactly(1L, 2L, 3L);
    assertThat(transitions)
        .extracting(AlertTransition::fingerprint)
        .containsOnly(AlertFingerprint.of(transitions.getFirst().labels()));
  }
}
