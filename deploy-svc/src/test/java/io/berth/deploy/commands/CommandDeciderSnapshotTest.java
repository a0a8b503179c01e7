/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.commands.TestFacts.command;
import static io.berth.deploy.commands.TestFacts.facts;
import static io.berth.deploy.commands.TestFacts.releaseBy;
import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.empty;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.manifest.ParallelRelease;
import io.berth.deploy.manifest.Track;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.Release;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.release.Releases;
import io.berth.deploy.rollout.Rollout;
import io.berth.deploy.testing.TestApps;
import io.berth.events.command.Abort;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Promote;
import io.berth.events.command.Remove;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.Scale;
import io.berth.events.operation.Violation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the state of the cluster makes of a command whose turn has come. */
class CommandDeciderSnapshotTest {

  private static final ClusterSnapshot RUNNING = running(release(1), release(2));
  private static final ReceivedCommand SCALE = command("scale", new Scale(ANN, CART, 5), 50);
  private static final ReceivedCommand REMOVE =
      command("remove", new Remove(ANN, CART, "cart"), 50);

  private static final Release CANARY =
      release(
          2,
          TestApps.stepping("shop/cart:2.0.0", 3, new Canary(List.of(new CanaryStep(30, null)))),
          ReleaseOutcome.OPEN);

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @Test
  void liveCommand_isTrackedAgain_byTheCacheAlone() {
    ObservedApp live = from("scale");
    CommandDecision resumed = CommandDecision.ResumeRollout.of(live);

    assertThat(decide(SCALE, facts().cached(with(live)))).isEqualTo(resumed);
    assertThat(decide(SCALE, facts().applied().fresh(with(live)))).isEqualTo(resumed);
    assertThat(
            decide(
                SCALE,
                facts().cached(with(live)).queued(command("next", new Scale(ANN, CART, 7), 60))))
        .as("what is applied is not superseded by what is queued")
        .isEqualTo(resumed);
  }

  @Test
  void appliedCommand_thatIsNotLive_isLookedUpInTheApiServer_beforeItIsAnswered() {
    ObservedApp newer = from("newer");

    assertThat(decide(SCALE, facts().applied().cached(with(newer))))
        .isEqualTo(new CommandDecision.NeedsSnapshot(true));
    assertThat(decide(SCALE, facts().applied().fresh(with(newer))))
        .isEqualTo(new CommandDecision.AlreadyOvertaken("newer"));
    assertThat(decide(SCALE, facts().applied().fresh(with(from("scale.rollback")))))
        .isEqualTo(new CommandDecision.AlreadyRolledBack("scale.rollback"));
    assertThat(decide(SCALE, facts().accepted().cached(with(newer))))
        .as("accepted, and not applied")
        .isInstanceOf(CommandDecision.Apply.class);
  }

  @Test
  void promote_thatWasApplied_hasSucceeded() {
    ReceivedCommand promote = command("promote", new Promote(ANN, CART), 50);
    ReceivedCommand atThatPosition = command("promote", new Promote(ANN, CART), 2);

    assertThat(decide(promote, facts().applied().fresh(RUNNING)))
        .isEqualTo(new CommandDecision.AlreadyPromoted());
    assertThat(decide(atThatPosition, facts().cached(RUNNING)))
        .isEqualTo(new CommandDecision.AlreadyPromoted());
    assertThat(decide(promote, facts().fresh(RUNNING))).isInstanceOf(CommandDecision.Reject.class);
  }

  @Test
  void namespaceCommand_isAppliedAgain_besideAnApplicationOfItsName() {
    EnsureNamespace command = new EnsureNamespace(ANN, "shop", Environment.QA, "team-cart", null);
    ReceivedCommand namespace = command("ns", command, 1);
    ClusterSnapshot sameName = with(live(releaseBy("ns", 3), 3));

    assertThat(decide(namespace, facts().cached(sameName)))
        .isEqualTo(
            new CommandDecision.ApplyNamespace(
                (Plan.ApplyNamespace) planner.plan(namespace, sameName)));
    assertThat(decide(namespace, facts().applied().cached(sameName)))
        .isInstanceOf(CommandDecision.ApplyNamespace.class);
  }

  @Test
  void rejection_needsTheStateOfTheApiServer() {
    assertThat(decide(SCALE, facts().cached(empty())))
        .isEqualTo(new CommandDecision.NeedsSnapshot(true));
    assertThat(rules(decide(SCALE, facts().fresh(empty())))).containsExactly("app-exists");
  }

  @Test
  void command_takesThePlaceOfARolloutInProgress() {
    Rollout inProgress = Rollout.of(live(release(2), 3));
    Plan.Apply plan = (Plan.Apply) planner.plan(SCALE, RUNNING);

    assertThat(decide(SCALE, facts().cached(RUNNING)))
        .isEqualTo(new CommandDecision.Apply(plan, inProgress));
    assertThat(decide(SCALE, facts().settled(RUNNING)))
        .isEqualTo(new CommandDecision.Apply(plan, null));
    assertThat(decide(REMOVE, facts().cached(RUNNING)))
        .isEqualTo(new CommandDecision.Delete(new Plan.Delete(CART), inProgress));
    assertThat(decide(REMOVE, facts().settled(RUNNING)))
        .isEqualTo(new CommandDecision.Delete(new Plan.Delete(CART), null));
  }

  @Test
  void promote_leavesTheRolloutInPlace_andAbortEndsIt() {
    ObservedApp staged = waitingCanary();
    ClusterSnapshot snapshot = situation(staged, new Releases(List.of(release(1), CANARY)), false);
    ReceivedCommand promote = command("promote", new Promote(ANN, CART), 50);
    ReceivedCommand abort = command("abort", new Abort(ANN, CART), 50);

    assertThat(decide(promote, facts().cached(snapshot)))
        .isEqualTo(new CommandDecision.Apply((Plan.Apply) planner.plan(promote, snapshot), null));
    assertThat(decide(abort, facts().cached(snapshot)))
        .isEqualTo(
            new CommandDecision.Apply(
                (Plan.Apply) planner.plan(abort, snapshot), Rollout.of(staged)));
  }

  private static ObservedApp waitingCanary() {
    CommandRef command =
        new CommandRef("canary", "deploy", "ann", NOON, NOON.plusSeconds(60), "berth.commands-1:2");
    ParallelRelease parallel =
        new ParallelRelease(
            Track.CANARY, Track.CANARY.nameFor("cart"), CANARY, 1, 3, 0, NOON, null);
    return AppManifests.of(
            new DesiredState(
                "dc-a",
                CART,
                release(1),
                2,
                true,
                false,
                null,
                null,
                true,
                command,
                parallel,
                null))
        .stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .map(ObservedApp::of)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void dryRun_isNotWritten() {
    ReceivedCommand scale = command("scale", new Scale(dryRun(), CART, 5), 50);
    ReceivedCommand remove = command("remove", new Remove(dryRun(), CART, "cart"), 50);

    assertThat(decide(scale, facts().cached(RUNNING)))
        .isEqualTo(new CommandDecision.DryRun((Plan.Write) planner.plan(scale, RUNNING)));
    assertThat(decide(remove, facts().cached(RUNNING)))
        .isEqualTo(new CommandDecision.DryRun(new Plan.Delete(CART)));
    assertThat(rules(decide(scale, facts().fresh(empty())))).containsExactly("app-exists");
  }

  private CommandDecision decide(ReceivedCommand received, TestFacts facts) {
    return CommandDecider.decide(planner, received, facts.make());
  }

  private static List<String> rules(CommandDecision decision) {
    return ((CommandDecision.Reject) decision).violations().stream().map(Violation::rule).toList();
  }

  /** The application as an earlier command left it, by its position older than all of them here. */
  private static ObservedApp from(String commandId) {
    return live(releaseBy(commandId, 3), 3);
  }

  private static ClusterSnapshot with(ObservedApp live) {
    return situation(live, new Releases(List.of(release(3))), false);
  }

  private static CommandMeta dryRun() {
    return new CommandMeta(
        "ann", null, ANN.deadline(), ANN.clusters(), ANN.order(), ANN.partialFailure(), null, true);
  }
}
