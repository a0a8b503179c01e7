/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.commands.TestFacts.command;
import static io.berth.deploy.commands.TestFacts.facts;
import static io.berth.deploy.commands.TestFacts.releaseBy;
import static io.berth.deploy.planning.TestSnapshots.empty;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Releases;
import io.berth.deploy.testing.TestWaves;
import io.berth.deploy.waves.WaveDecider.WaveDecision;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.operation.Verdict;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a command in dc-b, where dc-a is the wave before. */
class CommandDeciderWavesTest {

  private static final CommandMeta WAVES =
      TestWaves.meta(Duration.ZERO, new PartialFailurePolicy.All(), 180);
  private static final Duration TOO_LONG = Duration.ofSeconds(180);
  private static final ClusterSnapshot RUNNING = running(release(1), release(2));
  private static final ReceivedCommand SCALE = command("scale", new Scale(WAVES, CART, 5), 50);
  private static final ReceivedCommand NEXT = command("next", new Scale(ANN, CART, 7), 60);
  private static final WaveDecision.Wait WAIT =
      new WaveDecision.Wait("wave 1: dc-a has to succeed first");
  private static final WaveDecision.Ended FAILURE =
      new WaveDecision.EarlierWaveFailed(1, "dc-a", "it ended FAILED: so it is");
  private static final CommandDecision FAILED_BEFORE =
      new CommandDecision.EndBeforeWave(FAILURE, true);

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));
  private final Plan.Write plan = (Plan.Write) planner.plan(SCALE, RUNNING);

  @Test
  void firstWave_andOneThatIsDue_areLikeAnyOther() {
    for (TestFacts turn : List.of(facts().in("dc-a"), afterSuccess())) {
      assertThat(decide(SCALE, turn)).isEqualTo(new CommandDecision.NeedsSnapshot(false));
      assertThat(decide(SCALE, turn.cached(RUNNING))).isInstanceOf(CommandDecision.Apply.class);
      assertThat(decide(SCALE, turn.queued(NEXT)))
          .isEqualTo(new CommandDecision.SupersededBy(NEXT));
    }
    assertThat(decide(SCALE, afterSuccess().after(TOO_LONG)))
        .isEqualTo(new CommandDecision.Expire());
  }

  @Test
  void laterWave_isCheckedAgainstTheApiServer_andWaits() {
    assertThat(decide(SCALE, waiting())).isEqualTo(new CommandDecision.NeedsSnapshot(true));
    assertThat(decide(SCALE, waiting().cached(RUNNING)))
        .isEqualTo(new CommandDecision.NeedsSnapshot(true));
    assertThat(decide(SCALE, waiting().fresh(RUNNING)))
        .isEqualTo(new CommandDecision.Park(plan, WAIT));
  }

  @Test
  void redeliveryWhileParked_waitsOn_alsoWithANewerCommandQueued() {
    assertThat(decide(SCALE, waiting().accepted().fresh(RUNNING)))
        .isEqualTo(new CommandDecision.Park(plan, WAIT));
    assertThat(decide(SCALE, waiting().accepted().fresh(RUNNING).queued(NEXT)))
        .as("the newer one takes its place when it takes effect")
        .isEqualTo(new CommandDecision.Park(plan, WAIT));
  }

  @Test
  void laterWave_isRejected_orDryRun_atOnce() {
    ReceivedCommand dryRun = command("dry", new Scale(dryRun(), CART, 5), 50);
    ReceivedCommand remove = command("remove", new Remove(WAVES, CART, "cart"), 50);

    assertThat(decide(SCALE, waiting().fresh(empty()))).isInstanceOf(CommandDecision.Reject.class);
    assertThat(decide(dryRun, waiting().fresh(RUNNING)))
        .isEqualTo(new CommandDecision.DryRun((Plan.Write) planner.plan(dryRun, RUNNING)));
    assertThat(decide(remove, waiting().fresh(RUNNING)))
        .isEqualTo(new CommandDecision.Park(new Plan.Delete(CART), WAIT));
    assertThat(decide(remove, waiting().accepted().fresh(empty())))
        .isEqualTo(new CommandDecision.AlreadyRemoved());
  }

  @Test
  void namespaceCommand_waitsToo_besideAnApplicationOfItsName() {
    ReceivedCommand namespace =
        command("ns", new EnsureNamespace(WAVES, "shop", Environment.QA, "team-cart", null), 1);

    assertThat(decide(namespace, waiting().fresh(RUNNING)))
        .isEqualTo(new CommandDecision.Park((Plan.Write) planner.plan(namespace, RUNNING), WAIT));
    assertThat(decide(namespace, afterFailure().accepted().fresh(RUNNING)))
        .isEqualTo(FAILED_BEFORE);
  }

  @Test
  void waitingCommand_thatWasAppliedBeforeATakeover_isTracked() {
    ClusterSnapshot applied = appliedBy("scale");

    assertThat(decide(SCALE, waiting().accepted().fresh(applied))).isEqualTo(tracked(applied));
    assertThat(decide(SCALE, waiting().accepted().fresh(appliedBy("newer", 60))))
        .isEqualTo(new CommandDecision.AlreadyOvertaken("newer"));
  }

  @Test
  void failedWave_endsTheCommand_withoutTheCluster() {
    assertThat(decide(SCALE, afterFailure())).isEqualTo(FAILED_BEFORE);
    assertThat(decide(SCALE, afterFailure().queued(NEXT).after(TOO_LONG))).isEqualTo(FAILED_BEFORE);
  }

  @Test
  void failedWave_doesNotEndACommandThatWasAppliedBeforeATakeover() {
    ClusterSnapshot applied = appliedBy("scale");

    assertThat(decide(SCALE, afterFailure().accepted()))
        .isEqualTo(new CommandDecision.NeedsSnapshot(true));
    assertThat(decide(SCALE, afterFailure().accepted().cached(applied)))
        .isEqualTo(new CommandDecision.NeedsSnapshot(true));
    assertThat(decide(SCALE, afterFailure().accepted().fresh(applied))).isEqualTo(tracked(applied));
    assertThat(decide(SCALE, afterFailure().applied()))
        .isEqualTo(new CommandDecision.NeedsSnapshot(false));
    assertThat(decide(SCALE, afterFailure().applied().cached(applied))).isEqualTo(tracked(applied));
  }

  @Test
  void failedWave_endsAParkedCommand_alsoWithoutAnAnswerOfTheCluster() {
    assertThat(decide(SCALE, afterFailure().accepted().fresh(RUNNING))).isEqualTo(FAILED_BEFORE);
    assertThat(decide(SCALE, afterFailure().accepted().after(TOO_LONG).unreachable()))
        .isEqualTo(new CommandDecision.EndBeforeWave(FAILURE, false));
  }

  @Test
  void failedWave_doesNotHideWhatAnInstanceWroteBeforeItStopped() {
    ReceivedCommand deploy = command("deploy", new Deploy(WAVES, CART, spec(GOOD, 3), false), 50);
    ReceivedCommand remove = command("remove", new Remove(WAVES, CART, "cart"), 50);
    ReceivedCommand namespace =
        command("ns", new EnsureNamespace(WAVES, "shop", Environment.PROD, "team-cart", null), 50);
    ClusterSnapshot begun =
        situation(
            live(release(1), 3), new Releases(List.of(release(1), releaseBy("deploy", 2))), false);
    CommandDecision perhaps = new CommandDecision.EndBeforeWave(FAILURE, false);

    assertThat(decide(deploy, afterFailure().accepted().fresh(RUNNING))).isEqualTo(FAILED_BEFORE);
    assertThat(decide(deploy, afterFailure().accepted().fresh(begun))).isEqualTo(perhaps);
    assertThat(decide(remove, afterFailure().accepted().fresh(RUNNING))).isEqualTo(perhaps);
    assertThat(decide(namespace, afterFailure().accepted().fresh(RUNNING))).isEqualTo(perhaps);
    for (ReceivedCommand received : List.of(deploy, remove, namespace)) {
      assertThat(decide(received, afterFailure())).isEqualTo(FAILED_BEFORE);
    }
  }

  @Test
  void removeThatDeletedBeforeATakeover_hasSucceeded_whateverTheWaveBecame() {
    ReceivedCommand remove = command("remove", new Remove(WAVES, CART, "cart"), 50);

    for (TestFacts ended : List.of(afterFailure(), waiting().after(TOO_LONG))) {
      assertThat(decide(remove, ended.accepted()))
          .isEqualTo(new CommandDecision.NeedsSnapshot(true));
      assertThat(decide(remove, ended.accepted().fresh(empty())))
          .isEqualTo(new CommandDecision.AlreadyRemoved());
    }
    assertThat(decide(remove, afterFailure().fresh(empty()))).isEqualTo(FAILED_BEFORE);
    ClusterSnapshot deleted = situation(null, new Releases(List.of(release(1))), false);
    assertThat(decide(remove, afterFailure().accepted().fresh(deleted)))
        .as("somebody else deleted the Deployment alone")
        .isEqualTo(new CommandDecision.EndBeforeWave(FAILURE, false));
  }

  @Test
  void alertOnAnApplication_doesNotStopTheWavesOfTheNamespaceOfItsName() {
    ReceivedCommand namespace =
        command("ns", new EnsureNamespace(WAVES, "cart", Environment.QA, "team-cart", null), 1);
    TestFacts facts = afterSuccess().alert(TestFacts.criticalAlert("dc-a"));

    assertThat(decide(SCALE, facts))
        .isInstanceOfSatisfying(
            CommandDecision.EndBeforeWave.class,
            end -> assertThat(end.why()).isInstanceOf(WaveDecision.EarlierWaveFailed.class));
    assertThat(decide(namespace, facts)).isEqualTo(new CommandDecision.NeedsSnapshot(false));
  }

  @Test
  void commandThatDoesNotReplaceTheParkedOne_isRejected() {
    ReceivedCommand parked = command("parked", new Deploy(WAVES, CART, spec(GOOD, 3), false), 40);
    ReceivedCommand deploy = command("deploy", deploy(GOOD), 50);
    ReceivedCommand scale = command("scale", new Scale(ANN, CART, 5), 50);
    ReceivedCommand restart = command("restart", new Restart(ANN, CART), 50);

    for (ReceivedCommand received : List.of(scale, restart)) {
      assertThat(decide(received, facts().parked(parked).cached(RUNNING)))
          .isEqualTo(new CommandDecision.NeedsSnapshot(true));
      assertThat(decide(received, facts().parked(parked).fresh(RUNNING)))
          .isInstanceOfSatisfying(
              CommandDecision.Reject.class,
              reject ->
                  assertThat(reject.violations())
                      .singleElement()
                      .satisfies(
                          it -> {
                            assertThat(it.rule()).isEqualTo("wave-pending");
                            assertThat(it.found()).startsWith("the deploy parked");
                          }));
      assertThat(decide(received, facts().parked(parked).accepted().fresh(RUNNING)))
          .isInstanceOf(CommandDecision.Apply.class);
      assertThat(decide(received, facts().parked(parked).fresh(empty())))
          .as("no target, so no failure either")
          .isInstanceOfSatisfying(
              CommandDecision.Reject.class,
              reject ->
                  assertThat(reject.violations())
                      .extracting(Violation::rule)
                      .containsExactly("app-exists"));
    }
    TestFacts imageKnown = facts().unpinned(GOOD);
    assertThat(decide(deploy, imageKnown.parked(parked).cached(RUNNING)))
        .isInstanceOf(CommandDecision.Apply.class);
    assertThat(decide(scale, facts().parked(SCALE).cached(RUNNING)))
        .isInstanceOf(CommandDecision.Apply.class);
  }

  @Test
  void deadline_endsTheWait_namingItsReason() {
    WaveDecision.Ended late = new WaveDecision.Expired("wave 1: dc-a has to succeed first");
    CommandDecision expired = new CommandDecision.EndBeforeWave(late, true);

    assertThat(decide(SCALE, waiting().after(TOO_LONG))).isEqualTo(expired);
    assertThat(decide(SCALE, waiting().accepted().after(TOO_LONG).fresh(RUNNING)))
        .isEqualTo(expired);
    assertThat(decide(SCALE, waiting().accepted().after(TOO_LONG).unreachable()))
        .isEqualTo(new CommandDecision.EndBeforeWave(late, false));
  }

  private static TestFacts waiting() {
    return facts().in("dc-b");
  }

  private static TestFacts afterSuccess() {
    return facts().in("dc-b").verdict("dc-a", Verdict.SUCCEEDED);
  }

  private static TestFacts afterFailure() {
    return facts().in("dc-b").verdict("dc-a", Verdict.FAILED);
  }

  private static ClusterSnapshot appliedBy(String commandId) {
    return appliedBy(commandId, 3);
  }

  private static ClusterSnapshot appliedBy(String commandId, long offset) {
    Release release = releaseBy(commandId, offset);
    return situation(live(release, 3), new Releases(List.of(release)), false);
  }

  private static CommandDecision tracked(ClusterSnapshot applied) {
    return CommandDecision.ResumeRollout.of(applied.live());
  }

  private CommandDecision decide(ReceivedCommand received, TestFacts facts) {
    return CommandDecider.decide(planner, received, facts.make());
  }

  private static CommandMeta dryRun() {
    return new CommandMeta(
        "ann",
        null,
        WAVES.deadline(),
        WAVES.clusters(),
        WAVES.order(),
        WAVES.partialFailure(),
        null,
        true);
  }
}
