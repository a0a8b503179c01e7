/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.commands.TestFacts.AWAY;
import static io.berth.deploy.commands.TestFacts.command;
import static io.berth.deploy.commands.TestFacts.facts;
import static io.berth.deploy.planning.TestSnapshots.empty;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.deploy;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.release.ImageReference;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestContainers;
import io.berth.events.command.Abort;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of a command without waves. */
class CommandDeciderTest {

  private static final Duration TOO_LONG = ANN.deadline();
  private static final ClusterSnapshot RUNNING = running(release(1), release(2));
  private static final ReceivedCommand SCALE = command("scale", new Scale(ANN, CART, 5), 50);
  private static final ReceivedCommand DEPLOY = command("deploy", deploy(GOOD), 50);
  private static final ReceivedCommand NEXT = command("next", new Scale(ANN, CART, 7), 60);
  private static final ReceivedCommand OVERTAKEN = command("late", new Scale(ANN, CART, 6), 1);

  private final Planner planner = new Planner(new PolicyRules(PolicyParameters.standard()));

  @Test
  void unknownCluster_isRejectedFirst_byTheFirstKnownClusterAlone() {
    ReceivedCommand elsewhere =
        command("x", new Scale(ANN.withClusters(List.of("dc-x")), CART, 5), 9);

    CommandFacts first = facts().in("dc-a", "dc-a", "dc-b").concluded().make();
    assertThat(decide(elsewhere, first))
        .isEqualTo(
            new CommandDecision.RejectUnknownClusters(
                List.of(
                    elsewhere.rejection(
                        "dc-x",
                        new Violation(
                            "known-cluster",
                            1,
                            "meta.clusters",
                            "'dc-x'",
                            "one of [dc-a, dc-b]",
                            "Correct the cluster's name.")))));
    assertThat(decide(elsewhere, first.withUnknownRejected()))
        .isEqualTo(new CommandDecision.Ignore());
    assertThat(decide(elsewhere, facts().in("dc-b", "dc-a", "dc-b")))
        .isEqualTo(new CommandDecision.Ignore());
    assertThat(decide(elsewhere, facts().in("dc-a"))).isEqualTo(new CommandDecision.Ignore());
  }

  @Test
  void knownCluster_isNotRejectedBesideAnUnknownOne() {
    ReceivedCommand both =
        command("x", new Scale(ANN.withClusters(List.of("dc-b", "dc-y")), CART, 5), 9);

    assertThat(decide(both, facts().in("dc-a", "dc-a", "dc-b")))
        .isInstanceOfSatisfying(
            CommandDecision.RejectUnknownClusters.class,
            decision ->
                assertThat(decision.rejections())
                    .extracting(Rejected::ref)
                    .extracting(ref -> ref.cluster())
                    .containsExactly("dc-y"));
  }

  @Test
  void commandWithItsVerdict_orForOthers_isIgnored_whateverElseHolds() {
    assertThat(decide(SCALE, facts().concluded().cached(RUNNING).after(TOO_LONG)))
        .isEqualTo(new CommandDecision.Ignore());
    assertThat(decide(SCALE, facts().concluded().unreachable()))
        .isEqualTo(new CommandDecision.Ignore());
    ReceivedCommand abort = command("abort", new Abort(ANN, CART), 50);
    assertThat(decide(abort, facts().concluded().parked(SCALE)))
        .isEqualTo(new CommandDecision.Ignore());
  }

  @Test
  void abort_givesUpAParkedCommand_withoutTheCluster() {
    ReceivedCommand abort = command("abort", new Abort(ANN, CART), 50);
    ReceivedCommand dryRun = command("abort", new Abort(dryRun(), CART), 50);

    assertThat(decide(abort, facts().parked(SCALE).after(TOO_LONG)))
        .isEqualTo(new CommandDecision.AbortParked(SCALE));
    assertThat(decide(abort, facts())).isEqualTo(new CommandDecision.NeedsSnapshot(false));
    assertThat(decide(dryRun, facts().parked(SCALE)))
        .isEqualTo(new CommandDecision.NeedsSnapshot(false));
    assertThat(decide(SCALE, facts().parked(NEXT)))
        .isEqualTo(new CommandDecision.NeedsSnapshot(false));
  }

  @Test
  void expiredCommand_withNothingQueued_isAnsweredWithoutTheCluster() {
    assertThat(decide(SCALE, facts().after(TOO_LONG))).isEqualTo(new CommandDecision.Expire());
    assertThat(decide(SCALE, facts().after(TOO_LONG.minusNanos(1))))
        .isEqualTo(new CommandDecision.NeedsSnapshot(false));
    assertThat(decide(SCALE, facts().after(TOO_LONG).cached(RUNNING)))
        .as("a newer command does not matter")
        .isEqualTo(new CommandDecision.Expire());
  }

  @Test
  void expiredCommand_isSupersededByAQueuedOne_orExpiresAfterAll() {
    assertThat(decide(SCALE, facts().after(TOO_LONG).queued(NEXT)))
        .isEqualTo(new CommandDecision.NeedsSnapshot(false));
    assertThat(decide(SCALE, facts().after(TOO_LONG).queued(NEXT).cached(RUNNING)))
        .isEqualTo(new CommandDecision.SupersededBy(NEXT));
    ReceivedCommand restart = command("restart", new Restart(ANN, CART), 60);
    assertThat(decide(SCALE, facts().after(TOO_LONG).queued(restart).cached(RUNNING)))
        .isEqualTo(new CommandDecision.Expire());
    assertThat(decide(OVERTAKEN, facts().after(TOO_LONG).queued(NEXT).cached(RUNNING)))
        .isEqualTo(new CommandDecision.AlreadyOvertaken("command-2"));
  }

  @Test
  void acceptedCommand_isCarriedOut_howeverLate() {
    assertThat(decide(SCALE, facts().accepted().after(TOO_LONG)))
        .isEqualTo(new CommandDecision.NeedsSnapshot(false));
    assertThat(decide(SCALE, facts().accepted().after(TOO_LONG).cached(RUNNING)))
        .isInstanceOf(CommandDecision.Apply.class);
  }

  /** Somebody deleted the Deployment: it is neither written again nor was it rejected. */
  @Test
  void appliedCommand_whoseObjectsAreGone_isNotCarriedOutAgain() {
    for (ReceivedCommand received : List.of(SCALE, DEPLOY)) {
      assertThat(decide(received, facts().applied().cached(empty())))
          .isEqualTo(new CommandDecision.NeedsSnapshot(true));
      assertThat(decide(received, facts().applied().fresh(empty())))
          .isEqualTo(new CommandDecision.AlreadyGone());
      assertThat(decide(received, facts().applied().after(TOO_LONG).fresh(empty())))
          .isEqualTo(new CommandDecision.AlreadyGone());
    }
    assertThat(decide(SCALE, facts().accepted().fresh(empty())))
        .as("it was there when the command was accepted")
        .isEqualTo(new CommandDecision.AlreadyGone());
    assertThat(decide(DEPLOY, facts().accepted().fresh(empty()).unpinned(GOOD)))
        .as("accepted, and not applied")
        .isInstanceOf(CommandDecision.Apply.class);
    ReceivedCommand remove = command("remove", new Remove(ANN, CART, "cart"), 50);
    assertThat(decide(remove, facts().applied().fresh(empty())))
        .as("its deletion is followed to the end")
        .isEqualTo(new CommandDecision.ResumeRemoval());
    ReceivedCommand namespace =
        command("ns", new EnsureNamespace(ANN, "shop", Environment.QA, "ann", null), 50);
    assertThat(decide(namespace, facts().applied().cached(empty())))
        .isInstanceOf(CommandDecision.ApplyNamespace.class);
  }

  @Test
  void clusterThatDidNotAnswerInTime_endsTheCommand() {
    assertThat(decide(SCALE, facts().accepted().after(TOO_LONG).unreachable()))
        .isEqualTo(new CommandDecision.GiveUp(AWAY));
    assertThat(decide(SCALE, facts().after(TOO_LONG).queued(NEXT).unreachable()))
        .isEqualTo(new CommandDecision.GiveUp(AWAY));
    assertThat(decide(SCALE, facts().after(TOO_LONG).unreachable()))
        .isEqualTo(new CommandDecision.Expire());
  }

  @Test
  void supersededCommand_isSkipped_forTheNewestThatWouldBeApplied() {
    ReceivedCommand newest = command("newest", new Scale(ANN, CART, 8), 70);

    assertThat(decide(SCALE, facts().cached(RUNNING).queued(NEXT).queued(newest)))
        .isEqualTo(new CommandDecision.SupersededBy(newest));
    assertThat(decide(SCALE, facts().cached(RUNNING).queued(NEXT).queuedAndExpired(newest)))
        .isEqualTo(new CommandDecision.SupersededBy(NEXT));
    assertThat(decide(SCALE, facts().cached(RUNNING).queued(NEXT).queuedAndAccepted(newest)))
        .as("it was read before, so it counts from then on")
        .isEqualTo(new CommandDecision.SupersededBy(NEXT));
  }

  @Test
  void queuedCommand_thatWouldNotBeApplied_supersedesNothing() {
    ReceivedCommand inDcB = command("b", new Scale(ANN.withClusters(List.of("dc-b")), CART, 7), 60);
    ReceivedCommand dryRun = command("dry", new Scale(dryRun(), CART, 7), 60);
    ReceivedCommand refused = command("no", deploy("shop/cart:latest"), 60);

    for (ReceivedCommand next : List.of(inDcB, dryRun)) {
      assertThat(decide(SCALE, facts().cached(RUNNING).queued(next)))
          .as(next.id())
          .isInstanceOf(CommandDecision.Apply.class);
    }
    ReceivedCommand restart = command("restart", new Restart(ANN, CART), 50);
    assertThat(
            decide(restart, facts().cached(RUNNING).queued(refused).unpinned("shop/cart:latest")))
        .isInstanceOf(CommandDecision.Apply.class);
  }

  @Test
  void registry_isAskedAboutTheImageOfEveryContainer_once() {
    String migrate = "shop/migrate:1.0";
    ReceivedCommand accompanied =
        command(
            "accompanied",
            new Deploy(
                ANN,
                CART,
                AppSpecBuilder.with(
                    spec(GOOD, 3),
                    it -> {
                      it.initContainers =
                          List.of(TestContainers.init(init -> init.image = migrate));
                      it.sidecars =
                          List.of(TestContainers.sidecar(sidecar -> sidecar.image = migrate));
                    }),
                false),
            50);

    assertThat(decide(accompanied, facts().cached(RUNNING))).isEqualTo(needsImages(GOOD, migrate));
    assertThat(decide(accompanied, facts().cached(RUNNING).unpinned(GOOD)))
        .isEqualTo(needsImages(migrate));
    assertThat(decide(accompanied, facts().cached(RUNNING).unpinned(GOOD).unpinned(migrate)))
        .isInstanceOf(CommandDecision.Apply.class);
  }

  private static CommandDecision needsImages(String... names) {
    return new CommandDecision.NeedsImages(
        Stream.of(names)
            .map(name -> ImageReference.parse(name).orElseThrow())
            .collect(Collectors.toSet()));
  }

  @Test
  void registry_isAskedOnlyAboutWhatMayBeDeployed() {
    CommandDecision own = needsImages(GOOD);
    ReceivedCommand newer = command("newer", deploy("shop/cart:3.0.0"), 60);
    CommandDecision newers = needsImages("shop/cart:3.0.0");

    assertThat(decide(DEPLOY, facts().cached(RUNNING))).isEqualTo(own);
    assertThat(decide(DEPLOY, facts().cached(RUNNING).queued(newer))).isEqualTo(newers);
    assertThat(decide(DEPLOY, facts().cached(RUNNING).queued(newer).unpinned("shop/cart:3.0.0")))
        .isEqualTo(new CommandDecision.SupersededBy(newer));
    assertThat(decide(SCALE, facts().cached(RUNNING).queued(newer)))
        .as("a Deploy does not supersede a Scale")
        .isInstanceOf(CommandDecision.Apply.class);
    assertThat(decide(OVERTAKEN, facts().cached(RUNNING).queued(newer)))
        .isEqualTo(new CommandDecision.AlreadyOvertaken("command-2"));
    assertThat(decide(DEPLOY, facts().cached(RUNNING).queued(newer).after(TOO_LONG).concluded()))
        .isEqualTo(new CommandDecision.Ignore());
  }

  private CommandDecision decide(ReceivedCommand received, TestFacts facts) {
    return decide(received, facts.make());
  }

  private CommandDecision decide(ReceivedCommand received, CommandFacts facts) {
    return CommandDecider.decide(planner, received, facts);
  }

  private static CommandMeta dryRun() {
    return new CommandMeta(
        "ann", null, ANN.deadline(), ANN.clusters(), ANN.order(), ANN.partialFailure(), null, true);
  }
}
