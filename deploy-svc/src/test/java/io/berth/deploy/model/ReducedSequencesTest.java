/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.model.SomebodyElse.Claim;
import io.berth.deploy.model.Trouble.Effect;
import io.berth.deploy.model.Trouble.Point;
import io.berth.deploy.testing.TestApps;
import io.berth.events.AppRef;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Remove;
import io.berth.events.command.Restart;
import io.berth.events.command.RolloutStrategy;
import io.berth.events.command.RolloutStrategy.BlueGreen;
import io.berth.events.command.RolloutStrategy.Canary;
import io.berth.events.command.RolloutStrategy.CanaryStep;
import io.berth.events.command.RolloutStrategy.Rolling;
import io.berth.events.command.Scale;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sequences that once ended wrong, as {@link CommandSequencesTest} reduced them. */
class ReducedSequencesTest {

  private static final AppRef APP = World.APPS.getFirst();
  private static final CommandMeta ANN = CommandMeta.by("ann").withDeadline(Duration.ofSeconds(30));
  private static final CommandMeta AFTER_THE_OTHER_CLUSTER =
      new CommandMeta(
          "ann",
          null,
          Duration.ofSeconds(30),
          List.of(World.OTHER_CLUSTER, World.CLUSTER),
          new ClusterOrder.Waves(
              List.of(List.of(World.OTHER_CLUSTER), List.of(World.CLUSTER)), Duration.ZERO),
          new PartialFailurePolicy.All(),
          null,
          false);

  @Test
  void redeliveredOlderCommand_doesNotSupersedeTheOneThatWaitsForItsWave() {
    World world =
        run(
            send("older", ANN, "app:1", Rolling.standard()),
            send("waiting", AFTER_THE_OTHER_CLUSTER, "app:2", Rolling.standard()),
            new Step.SendAgain("older"),
            handle(null),
            handle(null),
            handle(null),
            new Step.OtherVerdict("waiting", Verdict.SUCCEEDED));
    assertThat(verdict(world, "waiting")).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void releaseInUse_isKept_howeverManyCanariesReplaceEachOther() {
    Canary canary = new Canary(List.of(new CanaryStep(25, Duration.ofSeconds(2))));
    World world =
        run(
            send("running", ANN, "app:1", Rolling.standard()),
            send("canary 1", ANN, "app:2", canary),
            send("canary 2", ANN, "app:3", canary),
            send("canary 3", ANN, "app:4", canary));
    assertThat(verdict(world, "canary 3")).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void appliedCommand_whoseDeploymentSomebodyReplaced_failed_andWasNotRejected() {
    World world =
        run(
            send("c", ANN, "app:1", Rolling.standard()),
            handle(null),
            new Step.SendAgain("c"),
            new Step.Place(own("Deployment"), APP.name(), Claim.HELM));
    assertThat(verdict(world, "c")).isEqualTo(Verdict.FAILED);
  }

  @Test
  void partlyWrittenCommand_whoseServiceSomebodyReplaced_failed_andWasNotRejected() {
    World world =
        run(
            send("c", ANN, "app:1", Rolling.standard()),
            handle(new Trouble(Point.WRITE_SERVICE, 0, Effect.DIE_AFTER, 0)),
            new Step.Place(own("Service"), APP.name(), Claim.HELM));
    assertThat(verdict(world, "c")).isEqualTo(Verdict.FAILED);
  }

  @Test
  void stagedRollout_whoseStepsAreRejected_endsAfterItsDeadline() {
    World world =
        run(
            send("running", ANN, "app:1", Rolling.standard()),
            send("switch", ANN, "app:2", new BlueGreen(false, Duration.ofSeconds(4))),
            handle(null),
            handle(null),
            new Step.Place(own("Service"), APP.name(), Claim.HELM));
    assertThat(verdict(world, "switch")).isEqualTo(Verdict.TIMED_OUT);
  }

  @Test
  void stagedRollout_whoseReleaseSomebodyDeleted_endsAfterItsDeadline() {
    World world =
        run(
            send("running", ANN, "app:1", Rolling.standard()),
            send("switch", ANN, "app:2", new BlueGreen(false, Duration.ofSeconds(4))),
            handle(null),
            handle(null),
            new Step.Delete(new ObjectKey("ControllerRevision", APP.namespace(), "zz-r2")));
    assertThat(verdict(world, "switch")).isEqualTo(Verdict.TIMED_OUT);
  }

  @Test
  void supersededRollout_hasItsVerdict_alsoWhenKafkaWasAwayAsItsSuccessorWasApplied() {
    World world =
        run(
            send("older", ANN, Generator.BROKEN + ":1", Rolling.standard()),
            handle(null),
            new Step.Send("newer", new Restart(ANN, APP)),
            handle(new Trouble(Point.PUBLISH_VERDICT, 0, Effect.FAIL_BEFORE, 0)));
    assertThat(verdict(world, "older")).isEqualTo(Verdict.SUPERSEDED);
  }

  @Test
  void rollout_whoseDeploymentSomebodyDeleted_isSupersededByTheNextDeploy() {
    World world =
        run(
            send("older", ANN, Generator.BROKEN + ":1", Rolling.standard()),
            handle(null),
            new Step.Delete(own("Deployment")),
            send("newer", ANN, "app:2", Rolling.standard()));
    assertThat(verdict(world, "older")).isEqualTo(Verdict.SUPERSEDED);
    assertThat(verdict(world, "newer")).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void pausedInstance_publishesNothing_whenAnotherOneTookOver() {
    World world =
        run(
            send("running", ANN, "app:1", Rolling.standard()),
            handle(null),
            new Step.Send("older", new Scale(ANN, APP, 4)),
            new Step.Send("newer", new Scale(ANN, APP, 5)),
            new Step.Handle(APP, 1, new Trouble(Point.LIST, 0, Effect.PAUSE, 2)),
            new Step.TakeOver(),
            handle(null));
    assertThat(world.operations().records()).noneMatch(OperationsLog.Published::stale);
  }

  @Test
  void deletedRollout_whoseRemoveNeverBegins_failsAfterATakeover() {
    World world =
        run(
            send("running", ANN, "app:1", Rolling.standard()),
            handle(null),
            new Step.Delete(own("Deployment")),
            new Step.TakeOver(),
            new Step.Send("remove", new Remove(AFTER_THE_OTHER_CLUSTER, APP, APP.name())));
    assertThat(verdict(world, "running")).isEqualTo(Verdict.FAILED);
  }

  @Test
  void writtenDeploy_whoseDeploymentSomebodyReplacedBeforeItWasTold_failsAndIsNotRejected() {
    World world =
        run(
            send("written", ANN, "app:1", Rolling.standard()),
            handle(new Trouble(Point.WRITE_DEPLOYMENT, 0, Effect.PAUSE, 2)),
            new Step.Broker(true),
            new Step.Place(own("Deployment"), APP.name(), Claim.NONE));
    assertThat(verdict(world, "written")).isEqualTo(Verdict.FAILED);
  }

  private static World run(Step... steps) {
    World world = new World();
    world.run(List.of(steps));
    assertThat(Invariants.violated(world)).isEmpty();
    return world;
  }

  private static Step send(String id, CommandMeta meta, String image, RolloutStrategy strategy) {
    Command deploy =
        new Deploy(meta, APP, TestApps.stepping("registry.example/" + image, 3, strategy), false);
    return new Step.Send(id, deploy);
  }

  private static Step handle(Trouble trouble) {
    return new Step.Handle(APP, 0, trouble);
  }

  private static ObjectKey own(String kind) {
    return new ObjectKey(kind, APP.namespace(), APP.name());
  }

  private static Verdict verdict(World world, String id) {
    return world.operations().records().stream()
        .map(OperationsLog.Published::operation)
        .filter(operation -> operation.ref().commandId().equals(id))
        .filter(operation -> operation instanceof Concluded || operation instanceof Rejected)
        .findFirst()
        .map(ReducedSequencesTest::verdict)
        .orElseThrow();
  }

  private static Verdict verdict(Operation operation) {
    return operation instanceof Concluded end ? end.verdict() : Verdict.REJECTED;
  }
}
