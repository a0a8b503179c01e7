/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.order;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.planning.ObservedApp.RolloutStage;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.TestApps;
import io.berth.events.command.Abort;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Command;
import io.berth.events.command.Deploy;
import io.berth.events.command.Promote;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagedRolloutPlannerTest {

  private static final AppSpec CANARY =
      TestApps.stepping(
          "shop/cart:2.0.0",
          4,
          new Canary(
              List.of(new CanaryStep(25, Duration.ofSeconds(30)), new CanaryStep(50, null))));

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @Test
  void canary_startsInParallel_andLeavesTheRunningReleaseUnchanged() {
    Plan.Apply plan = start();

    assertThat(plan.newRelease().number()).isEqualTo(2);
    assertThat(plan.objects())
        .extracting(object -> object.getKind() + "/" + object.getMetadata().getName())
        .endsWith("Deployment/cart--canary", "Deployment/cart");
    Deployment canary = (Deployment) plan.objects().get(plan.objects().size() - 2);
    assertThat(canary.getSpec().getReplicas()).isEqualTo(1);
    assertThat(canary.getSpec().getSelector().getMatchLabels())
        .containsEntry(Annotations.TRACK, "canary");
    assertThat(canary.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(Annotations.selector("cart"))
        .containsEntry(Annotations.VERSION, "2");
    Deployment own = (Deployment) plan.objects().getLast();
    assertThat(own.getSpec().getReplicas()).isEqualTo(4);
    assertThat(own.getSpec().getTemplate())
        .isEqualTo(TestSnapshots.live(release(1), 4).deployment().getSpec().getTemplate());
    assertThat(plan.notes())
        .contains("Release 2 begins as Deployment/cart--canary, beside release 1.");
  }

  @Test
  void canary_withoutARunningRelease_isARollingUpdate() {
    Plan.Apply plan = write(new Deploy(ANN, CART, CANARY, false), TestSnapshots.empty());

    assertThat(plan.desired().parallel()).isNull();
  }

  @Test
  void numberOfAParallelRelease_isNotGivenAgain_whereItsRevisionWasDeleted() {
    var left = new Releases(List.of(release(1)));

    assertThat(TestSnapshots.situation(staged(null).live(), left, false).nextRelease())
        .isEqualTo(3);
  }

  @Test
  void stage_isParsedFromTheLiveObject() {
    assertThat(staged(null).live().stage())
        .isEqualTo(
            new RolloutStage(
                io.berth.deploy.manifest.Track.CANARY, "cart--canary", 2, 4, 0, null, null));
    assertThat(staged(NOON).live().stage().since()).isEqualTo(NOON);
  }

  @Test
  void canaryOfAnEarlierVersion_continuesUnderItsExistingName() {
    ObservedApp live = staged(NOON).live();
    live.deployment().getMetadata().getAnnotations().remove(Annotations.PARALLEL_NAME);
    ClusterSnapshot older =
        situation(ObservedApp.of(live.deployment()).orElseThrow(), staged(NOON).releases(), false);

    Plan.Apply promoted = write(new Promote(ANN, CART), older);
    Plan.Apply anew = write(new Deploy(ANN, CART, CANARY, false), older);

    assertThat(older.live().stage().name()).isEqualTo("cart-canary");
    for (Plan.Apply plan : List.of(promoted, anew)) {
      assertThat(plan.desired().parallel().name()).isEqualTo("cart-canary");
      assertThat(plan.objects().get(plan.objects().size() - 2).getMetadata().getName())
          .isEqualTo("cart-canary");
      assertThat(liveOf(plan).stage().name()).isEqualTo("cart-canary");
    }
  }

  @Test
  void promote_advancesTheStep_underTheRolloutsOwnCommand() {
    Plan.Apply plan = write(new Promote(ANN, CART), staged(NOON));

    assertThat(plan.desired().parallel().step()).isEqualTo(1);
    assertThat(plan.desired().parallel().replicas()).isEqualTo(2);
    assertThat(plan.desired().parallel().promotedBy()).isEqualTo("command-new");
    assertThat(plan.desired().command().commandId()).isEqualTo("command-deploy");
    assertThat(plan.desired().command().position()).isEqualTo("berth.commands-1:100");
  }

  @Test
  void appliedPromote_countsAsApplied_whicheverRecordItIsReadFrom() {
    ObservedApp promoted = liveOf(write(new Promote(ANN, CART), staged(NOON)));
    ReceivedCommand again =
        new ReceivedCommand(
            "command-new",
            new Promote(ANN, CART),
            NOON,
            new RecordPosition("berth.commands", 1, 4711));
    ReceivedCommand another =
        new ReceivedCommand(
            "command-newer",
            new Promote(ANN, CART),
            NOON,
            new RecordPosition("berth.commands", 1, 4711));

    assertThat(again.isPromoteAppliedIn(promoted)).isTrue();
    assertThat(again.isAppliedIn(promoted)).isTrue();
    assertThat(another.isAppliedIn(promoted)).isFalse();
  }

  @Test
  void promoteOfAnUnreadyStep_andScaleDuringACanary_areRejected() {
    assertThat(planner.plan(order(new Promote(ANN, CART)), staged(null)))
        .isInstanceOf(Plan.Reject.class);
    assertThat(planner.plan(order(new Scale(ANN, CART, 9)), staged(NOON)))
        .isInstanceOf(Plan.Reject.class);
  }

  @Test
  void abort_givesThePreviousReleaseAllReplicas() {
    Plan.Apply plan = write(new Abort(ANN, CART), staged(NOON));

    assertThat(plan.desired().parallel()).isNull();
    assertThat(plan.desired().release().number()).isEqualTo(1);
    assertThat(plan.desired().replicas()).isEqualTo(4);
    assertThat(plan.newRelease()).isNull();
  }

  @Test
  void lastStep_makesTheNewReleaseTheApplicationsOwn() {
    ClusterSnapshot first = staged(NOON);
    Plan.Apply second = StagePlans.next(first.live(), first, first.live().lastCommand(), null);
    ClusterSnapshot amid = situation(liveOf(second), first.releases(), false);

    Plan.Apply last = StagePlans.next(amid.live(), amid, amid.live().lastCommand(), null);

    assertThat(second.desired().parallel().step()).isEqualTo(1);
    assertThat(last.desired().parallel()).isNull();
    assertThat(last.desired().release().number()).isEqualTo(2);
    assertThat(last.desired().replicas()).isEqualTo(4);
  }

  @Test
  void abortReason_isStoredOnTheLiveObject() {
    ClusterSnapshot now = staged(NOON);

    ObservedApp back =
        liveOf(StagePlans.abort(now.live(), now, now.live().lastCommand(), "FAILED\nX\nwhy"));

    assertThat(back.abortReason()).isEqualTo("FAILED\nX\nwhy");
    assertThat(back.stage()).isNull();
  }

  @Test
  void shares_areRoundedUp_betweenOneAndAll() {
    assertThat(StagePlans.share(1, 3)).isEqualTo(1);
    assertThat(StagePlans.share(34, 3)).isEqualTo(2);
    assertThat(StagePlans.share(100, 3)).isEqualTo(3);
  }

  private Plan.Apply start() {
    ReceivedCommand given =
        new ReceivedCommand(
            "command-deploy",
            new Deploy(ANN, CART, CANARY, false),
            NOON.plusSeconds(10),
            new RecordPosition("berth.commands", 1, 50));
    return (Plan.Apply) planner.plan(given, running(release(1)));
  }

  private ClusterSnapshot staged(Instant since) {
    Plan.Apply begun = start();
    Releases both = new Releases(List.of(release(1), begun.newRelease()));
    ClusterSnapshot snapshot = situation(liveOf(begun), both, false);
    return since == null
        ? snapshot
        : situation(
            liveOf(StagePlans.sameStep(snapshot.live(), snapshot, 3, 1, since)), both, false);
  }

  private Plan.Apply write(Command command, ClusterSnapshot snapshot) {
    return (Plan.Apply) planner.plan(order(command), snapshot);
  }

  private static ObservedApp liveOf(Plan.Apply plan) {
    return ObservedApp.of((Deployment) plan.objects().getLast()).orElseThrow();
  }
}
