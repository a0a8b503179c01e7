/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.monitor.alerting;

import static io.berth.monitor.alerting.Seen.CART;
import static io.berth.monitor.alerting.Seen.at;
import static io.berth.monitor.alerting.Seen.healthy;
import static io.berth.monitor.alerting.Seen.onLostNode;
import static io.berth.monitor.alerting.Seen.pod;
import static io.berth.monitor.alerting.Seen.rollout;
import static io.berth.monitor.alerting.Seen.staleTick;
import static io.berth.monitor.alerting.Seen.tick;
import static io.berth.monitor.alerting.Seen.waiting;
import static io.berth.monitor.alerting.Seen.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.alert.AlertRule;
import io.berth.events.alert.AlertTransition;
import io.berth.events.alert.AlertTransition.State;
import io.berth.events.alert.Silence;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.Verdict;
import io.berth.monitor.alerting.Observation.CommandMoved;
import io.berth.monitor.alerting.Observation.CommandSent;
import io.berth.monitor.alerting.Observation.SubjectGone;
import io.berth.monitor.alerting.Observation.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final PodSeen BAD_IMAGE =
      Seen.pending(pod("cart-1", waiting("ImagePullBackOff", 0)));

  private Evaluator evaluator = new Evaluator(RuleBook.of(1, List.of()), List.of());
  private SubjectState state = SubjectState.unseen(CART);
  private final List<AlertTransition> transitions = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  private void see(Observation... observations) {
    for (Observation observation : observations) {
      Evaluation evaluation = evaluator.evaluate(state, observation, observation.observedAt());
      state = evaluation.next();
      transitions.addAll(evaluation.transitions());
      notices.addAll(evaluation.notices());
    }
  }

  private List<Notice.Kind> told() {
    return notices.stream().map(Notice::kind).toList();
  }

  private void silence(long from, long to) {
    Silence silence =
        new Silence("quiet", Map.of("ownerName", "cart"), at(from), at(to), "ann", "known");
    evaluator = new Evaluator(RuleBook.of(1, List.of()), List.of(silence));
  }

  @Test
  void firingAndResolved_areTold_andNothingElse() {
    see(workload(0, BAD_IMAGE), tick(60), tick(61), workload(70, pod("cart-1", healthy(0))));

    assertThat(told()).containsExactly(Notice.Kind.FIRING, Notice.Kind.RESOLVED);
    assertThat(notices.getFirst().idFor("webhook")).endsWith("/1/firing/webhook");
  }

  @Test
  void silenced_movesAndIsWrittenDown_andIsToldWhenTheSilenceEnds() {
    silence(0, 100);
    see(workload(0, BAD_IMAGE), tick(60));

    assertThat(transitions.getLast().to()).isEqualTo(State.FIRING);
    assertThat(transitions.getLast().silencedBy()).containsExactly("quiet");
    assertThat(notices).isEmpty();

    see(tick(100));
    assertThat(notices).extracting(Notice::reason).containsExactly("silence-ended");
    assertThat(transitions.getLast().cause()).isEqualTo("silence-ended");
  }

  @Test
  void silenced_untilItResolved_isNeverTold() {
    silence(0, 1000);
    see(workload(0, BAD_IMAGE), tick(60), workload(70, pod("cart-1", healthy(0))), tick(1001));

    assertThat(transitions.getLast().to()).isEqualTo(State.RESOLVED);
    assertThat(notices).isEmpty();
  }

  @Test
  void onALostNode_isInhibitedByTheAlertOfThatNode() {
    see(workload(0, onLostNode(BAD_IMAGE)), tick(60));

    assertThat(transitions.getLast().to()).isEqualTo(State.FIRING);
    assertThat(transitions.getLast().inhibitedBy())
        .containsExactly(Labels.nodeNotReady("dc-a", "node-1"));
    assertThat(notices).isEmpty();

    see(workload(70, BAD_IMAGE));
    assertThat(notices).extracting(Notice::reason).containsExactly("inhibition-ended");
  }

  @Test
  void deleted_resolvesForThatReason() {
    see(workload(0, BAD_IMAGE), tick(60), new SubjectGone(at(65)));

    assertThat(transitions.getLast().to()).isEqualTo(State.RESOLVED);
    assertThat(transitions.getLast().cause()).isEqualTo("object-deleted");
    assertThat(told()).containsExactly(Notice.Kind.FIRING, Notice.Kind.RESOLVED);
  }

  @Test
  void deletedWhileNobodyWatched_isSeenByTheListing() {
    see(workload(0, BAD_IMAGE), tick(60), new Tick(at(100), null, at(90)));

    assertThat(transitions.getLast().cause()).isEqualTo("object-deleted");
  }

  @Test
  void staleWatches_freeze_andNobodyIsTold() {
    see(workload(0, BAD_IMAGE), tick(60), staleTick(80, 70), staleTick(9000, 70));

    assertThat(transitions.getLast().to()).isEqualTo(State.UNKNOWN);
    assertThat(told()).containsExactly(Notice.Kind.FIRING);

    see(tick(9010));
    assertThat(transitions.getLast().to()).isEqualTo(State.FIRING);
    assertThat(told()).containsExactly(Notice.Kind.FIRING);
  }

  @Test
  void theLastCommand_isOnTheAlert_whicheverTopicIsFirst() {
    see(
        new CommandMoved(at(-10), "c1", "deploy", "ann", null),
        new CommandMoved(at(-9), "c1", "deploy", "ann", null),
        new CommandSent(at(-11), "c1", "deploy", "ann", "faster", "cart:2"),
        workload(0, BAD_IMAGE),
        tick(60));

    assertThat(transitions.getLast().lastCommand())
        .isEqualTo(
            new AlertTransition.LastCommand(
                "c1", "deploy", "ann", "faster", at(-10), null, "cart:2"));

    see(new CommandMoved(at(70), "c1", "deploy", "ann", Verdict.FAILED), new SubjectGone(at(71)));
    assertThat(transitions.getLast().lastCommand().verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aCommandThatDidNothingHere_isNotTheLastOne() {
    see(
        new CommandSent(at(-20), "c1", "deploy", "ann", null, "cart:1"),
        new CommandMoved(at(-19), "c1", "deploy", "ann", null),
        new CommandSent(at(-10), "c2", "deploy", "bob", null, "cart:2"),
        workload(0, BAD_IMAGE));

    assertThat(transitions.getLast().lastCommand().commandId()).isEqualTo("c1");
  }

  @Test
  void aRuleOfTheTopic_takesThePlaceOfTheBuiltInOne_andEndsItsAlertsWhenSwitchedOff() {
    see(workload(0, BAD_IMAGE), tick(60));
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
    evaluator = new Evaluator(RuleBook.of(1, List.of(off)), List.of());
    see(tick(61));

    assertThat(transitions.getLast().cause()).isEqualTo("rule-deleted");
    assertThat(transitions.getLast().to()).isEqualTo(State.RESOLVED);
  }

  @Test
  void timeScale_shortensTheBuiltInDurations() {
    evaluator = new Evaluator(RuleBook.of(0.1, List.of()), List.of());
    see(workload(0, rollout(3, 0)), tick(3));

    assertThat(told()).containsExactly(Notice.Kind.FIRING);
  }

  @Test
  void theState_isTheSame_afterItWasWrittenAndReadBack() {
    see(
        new CommandMoved(at(-10), "c1", "deploy", "ann", null),
        workload(0, BAD_IMAGE),
        Seen.usage(5, 950L, null),
        tick(60));

    byte[] json = EventJson.mapper().writeValueAsBytes(state);
    assertThat(EventJson.mapper().readValue(json, SubjectState.class)).isEqualTo(state);
  }

  @Test
  void sequences_growByOne_andTheFingerprintStays() {
    see(workload(0, BAD_IMAGE), tick(60), workload(70, pod("cart-9", healthy(0))));

    assertThat(transitions).extracting(AlertTransition::sequence).containsExactly(1L, 2L, 3L);
    assertThat(transitions)
        .extracting(AlertTransition::fingerprint)
        .containsOnly(Fingerprint.of(transitions.getFirst().labels()));
  }
}
