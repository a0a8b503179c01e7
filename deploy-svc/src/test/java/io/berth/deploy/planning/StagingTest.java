/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.planning.Situations.NOON;
import static io.berth.deploy.planning.Situations.order;
import static io.berth.deploy.planning.Situations.release;
import static io.berth.deploy.planning.Situations.running;
import static io.berth.deploy.planning.Situations.situation;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import io.berth.deploy.manifest.Marks;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.Rules;
import io.berth.deploy.release.Releases;
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

class StagingTest {

  private static final AppSpec CANARY =
      Apps.stepping(
          "shop/cart:2.0.0",
          4,
          new Canary(
              List.of(new CanaryStep(25, Duration.ofSeconds(30)), new CanaryStep(50, null))));

  private final Planner planner = new Planner(new Rules(PolicyParameters.standard()));

  @Test
  void canary_beginsBesideWhatRuns_whichStaysAsItIs() {
    Plan.Write plan = begin();

    assertThat(plan.newRelease().number()).isEqualTo(2);
    assertThat(plan.objects())
        .extracting(object -> object.getKind() + "/" + object.getMetadata().getName())
        .endsWith("Deployment/cart-canary", "Deployment/cart");
    Deployment canary = (Deployment) plan.objects().get(plan.objects().size() - 2);
    assertThat(canary.getSpec().getReplicas()).isEqualTo(1);
    assertThat(canary.getSpec().getSelector().getMatchLabels())
        .containsEntry(Marks.TRACK, "canary");
    assertThat(canary.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(Marks.selector("cart"))
        .containsEntry(Marks.VERSION, "2");
    Deployment own = (Deployment) plan.objects().getLast();
    assertThat(own.getSpec().getReplicas()).isEqualTo(4);
    assertThat(own.getSpec().getTemplate())
        .isEqualTo(Situations.live(release(1), 4).deployment().getSpec().getTemplate());
    assertThat(plan.notes())
        .contains("Release 2 begins as Deployment/cart-canary, beside release 1.");
  }

  @Test
  void canary_withNothingToBeBeside_isAPlainRollout() {
    Plan.Write plan = write(new Deploy(ANN, CART, CANARY, false), Situations.empty());

    assertThat(plan.wanted().beside()).isNull();
  }

  @Test
  void stage_isReadBackFromTheLiveObject() {
    assertThat(staged(null).live().stage())
        .isEqualTo(new Stage(io.berth.deploy.manifest.Track.CANARY, 2, 4, 0, null, null));
    assertThat(staged(NOON).live().stage().since()).isEqualTo(NOON);
  }

  @Test
  void promote_takesTheNextStep_underTheRolloutsOwnCommand() {
    Plan.Write plan = write(new Promote(ANN, CART), staged(NOON));

    assertThat(plan.wanted().beside().step()).isEqualTo(1);
    assertThat(plan.wanted().beside().replicas()).isEqualTo(2);
    assertThat(plan.wanted().beside().promotedBy()).isEqualTo("command-new");
    assertThat(plan.wanted().origin().commandId()).isEqualTo("command-deploy");
    assertThat(plan.wanted().origin().position()).isEqualTo("berth.commands-1:100");
  }

  @Test
  void promoteOfAStepThatIsNotReady_andScaleAmidACanary_areRefused() {
    assertThat(planner.plan(order(new Promote(ANN, CART)), staged(null)))
        .isInstanceOf(Plan.Refuse.class);
    assertThat(planner.plan(order(new Scale(ANN, CART, 9)), staged(NOON)))
        .isInstanceOf(Plan.Refuse.class);
  }

  @Test
  void abort_givesTheOldReleaseAllAgain() {
    Plan.Write plan = write(new Abort(ANN, CART), staged(NOON));

    assertThat(plan.wanted().beside()).isNull();
    assertThat(plan.wanted().release().number()).isEqualTo(1);
    assertThat(plan.wanted().replicas()).isEqualTo(4);
    assertThat(plan.newRelease()).isNull();
  }

  @Test
  void lastStep_makesTheNewReleaseTheApplicationsOwn() {
    Situation first = staged(NOON);
    Plan.Write second = StagePlans.next(first.live(), first, first.live().origin(), null);
    Situation amid = situation(liveOf(second), first.releases(), false);

    Plan.Write last = StagePlans.next(amid.live(), amid, amid.live().origin(), null);

    assertThat(second.wanted().beside().step()).isEqualTo(1);
    assertThat(last.wanted().beside()).isNull();
    assertThat(last.wanted().release().number()).isEqualTo(2);
    assertThat(last.wanted().replicas()).isEqualTo(4);
  }

  @Test
  void takenBack_saysSoOnTheLiveObject() {
    Situation now = staged(NOON);

    LiveApp back = liveOf(StagePlans.back(now.live(), now, now.live().origin(), "FAILED\nX\nwhy"));

    assertThat(back.takenBack()).isEqualTo("FAILED\nX\nwhy");
    assertThat(back.stage()).isNull();
  }

  @Test
  void shares_areRoundedUp_neverNone_neverMoreThanAll() {
    assertThat(StagePlans.share(1, 3)).isEqualTo(1);
    assertThat(StagePlans.share(34, 3)).isEqualTo(2);
    assertThat(StagePlans.share(100, 3)).isEqualTo(3);
  }

  private Plan.Write begin() {
    Order given =
        new Order(
            "command-deploy",
            new Deploy(ANN, CART, CANARY, false),
            NOON.plusSeconds(10),
            new Position("berth.commands", 1, 50));
    return (Plan.Write) planner.plan(given, running(release(1)));
  }

  private Situation staged(Instant since) {
    Plan.Write begun = begin();
    Releases both = new Releases(List.of(release(1), begun.newRelease()));
    Situation situation = situation(liveOf(begun), both, false);
    return since == null
        ? situation
        : situation(liveOf(StagePlans.same(situation.live(), situation, 3, 1, since)), both, false);
  }

  private Plan.Write write(Command command, Situation situation) {
    return (Plan.Write) planner.plan(order(command), situation);
  }

  private static LiveApp liveOf(Plan.Write plan) {
    return LiveApp.of((Deployment) plan.objects().getLast()).orElseThrow();
  }
}
