/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.Apps.ANN;
import static io.berth.deploy.Apps.CART;
import static io.berth.deploy.Apps.GOOD;
import static io.berth.deploy.Apps.deploy;
import static io.berth.deploy.planning.Situations.empty;
import static io.berth.deploy.planning.Situations.live;
import static io.berth.deploy.planning.Situations.order;
import static io.berth.deploy.planning.Situations.release;
import static io.berth.deploy.planning.Situations.running;
import static io.berth.deploy.planning.Situations.situation;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.Rules;
import io.berth.deploy.release.Release.Outcome;
import io.berth.deploy.release.Releases;
import io.berth.events.command.Abort;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Pause;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Resume;
import io.berth.events.command.Rollback;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private final Planner planner = new Planner(new Rules(PolicyParameters.standard()));

  @Test
  void firstDeploy_makesReleaseOne() {
    Plan.Write plan = write(deploy(GOOD), empty());

    assertThat(plan.newRelease()).isNotNull();
    assertThat(plan.wanted().release().number()).isEqualTo(1);
    assertThat(plan.objects())
        .extracting(object -> object.getKind())
        .containsExactly("ConfigMap", "Service", "PodDisruptionBudget", "Deployment");
  }

  @Test
  void deploy_deliveredAgain_takesTheReleaseThatItMade() {
    var before = release(1);
    var made =
        new Order(
            before.commandId(), deploy(GOOD), Situations.NOON, order(deploy(GOOD)).position());

    Plan plan = planner.plan(made, situation(null, new Releases(List.of(before)), false));

    assertThat(((Plan.Write) plan).newRelease()).isNull();
    assertThat(((Plan.Write) plan).wanted().release()).isEqualTo(before);
  }

  @Test
  void deploy_underAScalingPolicy_leavesTheCountToTheScaler() {
    var now = situation(live(release(1), 7), new Releases(List.of(release(1))), true);

    Plan.Write plan = write(deploy(GOOD), now);

    assertThat(plan.wanted().sendReplicas()).isFalse();
    assertThat(plan.wanted().replicas()).isEqualTo(7);
    assertThat(plan.handOver()).isEqualTo(7);
  }

  @Test
  void namespaceThatIsNotThere_isMade_andNoted() {
    var now =
        new Situation(
            "dc-a",
            false,
            Environment.PROD,
            null,
            Releases.none(),
            io.berth.deploy.policy.QuotaRoom.UNBOUNDED,
            false,
            false);

    Plan.Write plan = write(deploy(GOOD), now);

    assertThat(plan.namespace()).isNotNull();
    assertThat(plan.notes()).anyMatch(note -> note.contains("did not exist"));
    assertThat(plan.notes()).anyMatch(note -> note.contains("policy/v1"));
  }

  @Test
  void rollback_goesToTheReleaseBefore_asANewRelease_andKeepsTheCount() {
    Plan.Write plan = write(new Rollback(ANN, CART, null), running(release(1), release(2)));

    assertThat(plan.wanted().release().number()).isEqualTo(3);
    assertThat(plan.wanted().release().rollbackOf()).isEqualTo(1);
    assertThat(plan.wanted().release().spec().image()).isEqualTo("shop/cart:1.0.0");
    assertThat(plan.wanted().replicas()).isEqualTo(3);
  }

  @Test
  void rollback_passesOverReleasesThatFailed() {
    var bad = release(2, Apps.spec("shop/cart:2", 3), Outcome.BAD);

    Plan.Write plan = write(new Rollback(ANN, CART, null), running(release(1), bad, release(3)));

    assertThat(plan.wanted().release().rollbackOf()).isEqualTo(1);
  }

  @Test
  void rollback_withoutEarlierRelease_isRefused() {
    assertThat(refusal(new Rollback(ANN, CART, null), running(release(1))))
        .containsExactly("release-exists");
    assertThat(refusal(new Rollback(ANN, CART, 9L), running(release(1))))
        .containsExactly("release-exists");
  }

  @Test
  void stop_keepsTheWayBack_andScaleTakesIt() {
    Plan.Write stop = write(new Stop(ANN, CART), running(release(1)));
    assertThat(stop.wanted().replicas()).isZero();
    assertThat(stop.wanted().stoppedFrom()).isEqualTo(3);

    var stopped = situation(live(release(1), 0, 3), new Releases(List.of(release(1))), false);
    assertThat(write(new Stop(ANN, CART), stopped).wanted().stoppedFrom()).isEqualTo(3);
    assertThat(write(new Scale(ANN, CART, 4), stopped).wanted().stoppedFrom()).isNull();
  }

  @Test
  void restart_changesThePods_andNothingElse() {
    Plan.Write plan = write(new Restart(ANN, CART), running(release(1)));

    assertThat(plan.newRelease()).isNull();
    assertThat(plan.wanted().restartedAt()).isNotNull();
  }

  @Test
  void pauseAndResume_holdAndLetGo() {
    assertThat(write(new Pause(ANN, CART), running(release(1))).wanted().paused()).isTrue();
    assertThat(write(new Resume(ANN, CART), running(release(1))).wanted().paused()).isFalse();
  }

  @Test
  void abort_goesBackToTheLastGoodRelease_orIsRefused() {
    var open = release(2, Apps.spec("shop/cart:2", 3), Outcome.OPEN);

    assertThat(
            write(new Abort(ANN, CART), running(release(1), open)).wanted().release().rollbackOf())
        .isEqualTo(1);
    assertThat(refusal(new Abort(ANN, CART), running(open))).containsExactly("rollout-exists");
  }

  @Test
  void commandsOnWhatIsNotThere_areRefused() {
    for (Command command :
        List.of(
            new Scale(ANN, CART, 3),
            new Stop(ANN, CART),
            new Rollback(ANN, CART, null),
            new Remove(ANN, CART, "cart"))) {
      assertThat(refusal(command, empty())).containsExactly("app-exists");
    }
    assertThat(refusal(new Promote(ANN, CART), running(release(1))))
        .containsExactly("rollout-exists");
  }

  @Test
  void rollback_namesWhatItTakesBack_andAbortToo() {
    Plan.Write back = write(new Rollback(ANN, CART, null), running(release(1), release(2)));

    assertThat(back.wanted().release().insteadOf()).isEqualTo(2);
    assertThat(back.newRelease()).isNotNull();
  }

  @Test
  void removeAndEnsureNamespace_areJudgedByTheirAddress() {
    var stale =
        new CommandMeta(
            "ann",
            null,
            Duration.ofMinutes(1),
            List.of(),
            ANN.order(),
            ANN.partialFailure(),
            7L,
            false);

    assertThat(refusal(new Remove(stale, CART, "cart"), running(release(1))))
        .containsExactly("expected-release");
    assertThat(
            refusal(
                new EnsureNamespace(ANN, "kube-system", Environment.QA, "team-cart", null),
                empty()))
        .containsExactly("namespace-protected");
  }

  @Test
  void remove_erases() {
    assertThat(planner.plan(order(new Remove(ANN, CART, "cart")), running(release(1))))
        .isEqualTo(new Plan.Erase(CART));
  }

  @Test
  void ensureNamespace_foundsItWithItsBounds() {
    var command =
        new EnsureNamespace(
            ANN,
            "shop",
            Environment.QA,
            "team-cart",
            new EnsureNamespace.Quota(4000, 1L << 30, 20));

    Plan plan = planner.plan(order(command), empty());

    assertThat(((Plan.Found) plan).objects())
        .extracting(object -> object.getKind())
        .containsExactly("Namespace", "LimitRange", "ResourceQuota");
  }

  private Plan.Write write(Command command, Situation situation) {
    return (Plan.Write) planner.plan(order(command), situation);
  }

  private List<String> refusal(Command command, Situation situation) {
    return ((Plan.Refuse) planner.plan(order(command), situation))
        .violations().stream().map(Violation::rule).toList();
  }
}
