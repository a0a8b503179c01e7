/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.planning.TestSnapshots.empty;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.order;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.TestApps;
import io.berth.events.CommandSamples;
import io.berth.events.command.Abort;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
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

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @Test
  void firstDeploy_createsReleaseOne() {
    Plan.Apply plan = write(deploy(GOOD), empty());

    assertThat(plan.newRelease()).isNotNull();
    assertThat(plan.desired().release().number()).isEqualTo(1);
    assertThat(plan.objects())
        .extracting(object -> object.getKind())
        .containsExactly("ConfigMap", "Service", "PodDisruptionBudget", "Deployment");
  }

  @Test
  void redeliveredDeploy_reusesItsRelease() {
    var before = release(1);
    var made =
        new ReceivedCommand(
            before.commandId(), deploy(GOOD), TestSnapshots.NOON, order(deploy(GOOD)).position());

    Plan plan = planner.plan(made, situation(null, new Releases(List.of(before)), false));

    assertThat(((Plan.Apply) plan).newRelease()).isNull();
    assertThat(((Plan.Apply) plan).desired().release()).isEqualTo(before);
  }

  @Test
  void deploy_underAScalingPolicy_leavesTheCountToTheScaler() {
    var now = situation(live(release(1), 7), new Releases(List.of(release(1))), true);

    Plan.Apply plan = write(deploy(GOOD), now);

    assertThat(plan.desired().sendReplicas()).isFalse();
    assertThat(plan.desired().replicas()).isEqualTo(7);
    assertThat(plan.scalerReplicas()).isEqualTo(7);
  }

  @Test
  void deploy_underAScalingPolicy_keepsNoZero_whichTheScalerNeverSets() {
    var now = situation(live(release(1), 0), new Releases(List.of(release(1))), true);

    Plan.Apply plan = write(deploy(GOOD), now);

    assertThat(plan.desired().replicas()).isEqualTo(3);
    assertThat(plan.scalerReplicas()).isEqualTo(3);
  }

  @Test
  void missingNamespace_isRejected_withHowToCreateIt() {
    Plan plan = planner.plan(order(deploy(GOOD)), TestSnapshots.withoutNamespace());

    assertThat(((Plan.Reject) plan).violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("namespace-exists");
              assertThat(violation.field()).isEqualTo("app.namespace");
              assertThat(violation.help())
                  .contains("berth ensure-namespace shop", "--create-namespace");
            });
  }

  @Test
  void missingNamespace_isCreatedOnRequest_withANote() {
    Plan.Apply plan =
        write(new Deploy(ANN, CART, spec(GOOD, 3), false, true), TestSnapshots.withoutNamespace());

    assertThat(plan.namespace()).isNotNull();
    assertThat(plan.notes()).anyMatch(note -> note.contains("does not exist and is created"));
    assertThat(plan.notes()).anyMatch(note -> note.contains("policy/v1"));
  }

  @Test
  void replicasOfAnAutoscaler_areReset_withANote() {
    ObservedApp live = live(release(1), 20);

    Plan.Apply plan =
        write(deploy(GOOD), now(TestSnapshots.scaledBy("kube-controller-manager", live)));

    assertThat(plan.notes())
        .singleElement()
        .asString()
        .contains("HorizontalPodAutoscaler set its replicas to 20", "this command sets 3");
    assertThat(write(deploy(GOOD), now(TestSnapshots.scaledBy("kubectl", live))).notes()).isEmpty();
  }

  private static ClusterSnapshot now(ObservedApp live) {
    return situation(live, new Releases(List.of(release(1))), false);
  }

  @Test
  void rollback_repeatsThePreviousReleaseAsANewOne_andKeepsTheCount() {
    Plan.Apply plan = write(new Rollback(ANN, CART, null), running(release(1), release(2)));

    assertThat(plan.desired().release().number()).isEqualTo(3);
    assertThat(plan.desired().release().rollbackOf()).isEqualTo(1);
    assertThat(plan.desired().release().spec().image()).isEqualTo("shop/cart:1.0.0");
    assertThat(plan.desired().replicas()).isEqualTo(3);
  }

  @Test
  void rollback_skipsFailedReleases() {
    var bad = release(2, TestApps.spec("shop/cart:2", 3), ReleaseOutcome.BAD);

    Plan.Apply plan = write(new Rollback(ANN, CART, null), running(release(1), bad, release(3)));

    assertThat(plan.desired().release().rollbackOf()).isEqualTo(1);
  }

  @Test
  void rollback_withoutEarlierRelease_isRejected() {
    assertThat(refusal(new Rollback(ANN, CART, null), running(release(1))))
        .containsExactly("release-exists");
    assertThat(refusal(new Rollback(ANN, CART, 9L), running(release(1))))
        .containsExactly("release-exists");
  }

  @Test
  void stop_remembersTheReplicaCount_andScaleRestoresIt() {
    Plan.Apply stop = write(new Stop(ANN, CART), running(release(1)));
    assertThat(stop.desired().replicas()).isZero();
    assertThat(stop.desired().stoppedFrom()).isEqualTo(3);

    var stopped = situation(live(release(1), 0, 3), new Releases(List.of(release(1))), false);
    assertThat(write(new Stop(ANN, CART), stopped).desired().stoppedFrom()).isEqualTo(3);
    assertThat(write(new Scale(ANN, CART, 4), stopped).desired().stoppedFrom()).isNull();
  }

  @Test
  void restart_replacesThePodsOnly() {
    Plan.Apply plan = write(new Restart(ANN, CART), running(release(1)));

    assertThat(plan.newRelease()).isNull();
    assertThat(plan.desired().restartedAt()).isNotNull();
  }

  @Test
  void pauseAndResume_pauseAndResumeTheRollout() {
    assertThat(write(new Pause(ANN, CART), running(release(1))).desired().paused()).isTrue();
    assertThat(write(new Resume(ANN, CART), running(release(1))).desired().paused()).isFalse();
  }

  @Test
  void abort_rollsBackToTheLastGoodRelease_orIsRejected() {
    var open = release(2, TestApps.spec("shop/cart:2", 3), ReleaseOutcome.OPEN);

    assertThat(
            write(new Abort(ANN, CART), running(release(1), open)).desired().release().rollbackOf())
        .isEqualTo(1);
    assertThat(refusal(new Abort(ANN, CART), running(open))).containsExactly("rollout-exists");
  }

  @Test
  void commandsOnAMissingApplication_areRejected() {
    for (Command command : CommandSamples.onExistingApp(ANN, CART)) {
      assertThat(refusal(command, empty())).containsExactly("app-exists");
    }
    assertThat(refusal(new Promote(ANN, CART), running(release(1))))
        .containsExactly("rollout-exists");
  }

  @Test
  void rollbackAndAbort_nameTheReleaseTheyReplace() {
    Plan.Apply back = write(new Rollback(ANN, CART, null), running(release(1), release(2)));

    assertThat(back.desired().release().insteadOf()).isEqualTo(2);
    assertThat(back.newRelease()).isNotNull();
  }

  @Test
  void removeAndEnsureNamespace_areCheckedByTheirTarget() {
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
  void remove_deletesTheApplication() {
    assertThat(planner.plan(order(new Remove(ANN, CART, "cart")), running(release(1))))
        .isEqualTo(new Plan.Delete(CART));
  }

  @Test
  void ensureNamespace_createsItWithItsLimits() {
    var command =
        new EnsureNamespace(
            ANN,
            "shop",
            Environment.QA,
            "team-cart",
            new EnsureNamespace.Quota(4000, 1L << 30, 20));

    Plan plan = planner.plan(order(command), empty());

    assertThat(((Plan.ApplyNamespace) plan).objects())
        .extracting(object -> object.getKind())
        .containsExactly("Namespace", "LimitRange", "ResourceQuota");
  }

  private Plan.Apply write(Command command, ClusterSnapshot snapshot) {
    return (Plan.Apply) planner.plan(order(command), snapshot);
  }

  private List<String> refusal(Command command, ClusterSnapshot snapshot) {
    return ((Plan.Reject) planner.plan(order(command), snapshot))
        .violations().stream().map(Violation::rule).toList();
  }
}
