/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.commands.TestFacts.ISSUED;
import static io.berth.deploy.commands.TestFacts.command;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static io.berth.deploy.testing.TestApps.GOOD;
import static io.berth.deploy.testing.TestApps.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.ClusterRejectedException;
import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.ReadyCluster;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.release.Releases;
import io.berth.deploy.rollout.FailureGracePeriods;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.testing.TestPipeline;
import io.berth.deploy.testing.TestWaves;
import io.berth.events.AppRef;
import io.berth.events.command.Abort;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.command.EnsureNamespace;
import io.berth.events.command.EnsureNamespace.Environment;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Pause;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.operation.Accepted;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Progressing;
import io.berth.events.operation.Rejected;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands in dc-b, which wait for dc-a. */
class CommandHandlerWavesTest {

  private static final CommandMeta WAVES =
      TestWaves.meta(Duration.ZERO, new PartialFailurePolicy.BestEffort(), 180);
  private static final ReceivedCommand SCALE = command("scale", new Scale(WAVES, CART, 5), 50);

  private final Map<String, ClusterVerdict> verdicts = new HashMap<>();
  private final List<Operation> topic = new ArrayList<>();
  private final FixedAppCache view = new FixedAppCache();
  private final ReadyCluster cluster = new ReadyCluster(view, new Releases(List.of(release(1))));
  private final TestPipeline pipeline = pipeline(cluster);

  @BeforeEach
  void cartRuns() {
    CommandRef deploy =
        new CommandRef(
            "command-1", "deploy", "ann", ISSUED, ISSUED.plusSeconds(60), "berth.commands-1:1");
    cluster.show(
        AppManifests.of(
            new DesiredState(
                "dc-b", CART, release(1), 3, true, false, null, null, true, deploy, null, null)));
  }

  @Test
  void parkedCommand_isAppliedOnce_whenItsWaveIsDue() {
    pipeline.handler().handle(SCALE);
    pipeline.handler().handle(command("scale", new Scale(WAVES, CART, 5), 51));
    reevaluateWaves();
    assertThat(kinds("scale")).containsExactly(Accepted.class, Progressing.class);
    assertThat(cluster.writes()).isZero();

    verdict(Verdict.SUCCEEDED);
    reevaluateWaves();
    reevaluateWaves();

    assertThat(kinds("scale")).containsExactly(Accepted.class, Progressing.class, Applied.class);
    assertThat(view.find(CART).orElseThrow().replicas()).isEqualTo(5);
    assertThat(cluster.writes()).isEqualTo(1);
  }

  @Test
  void parkedCommand_endsWithAnEarlierWave() {
    pipeline.handler().handle(SCALE);
    verdict(Verdict.FAILED);

    reevaluateWaves();
    reevaluateWaves();

    assertThat(kinds("scale")).containsExactly(Accepted.class, Progressing.class, Concluded.class);
    assertThat(concluded("scale").verdict()).isEqualTo(Verdict.FAILED);
    assertThat(cluster.writes()).isZero();
  }

  @Test
  void abort_endsTheParkedCommand_andWritesNothing() {
    pipeline.handler().handle(SCALE);

    pipeline.handler().handle(command("abort", new Abort(ANN, CART), 60));

    assertThat(concluded("scale").supersededBy()).isEqualTo("abort");
    assertThat(concluded("abort").verdict()).isEqualTo(Verdict.SUCCEEDED);
    verdict(Verdict.SUCCEEDED);
    reevaluateWaves();
    assertThat(cluster.writes()).isZero();
  }

  @Test
  void newerCommand_supersedesTheParkedOne_onceItIsAccepted() {
    pipeline.handler().handle(SCALE);

    pipeline.handler().handle(command("refused", new Scale(ifReleaseIs(9), CART, 7), 60));
    assertThat(kinds("scale")).containsExactly(Accepted.class, Progressing.class);

    pipeline.handler().handle(command("newer", new Scale(ANN, CART, 7), 61));
    assertThat(concluded("scale").supersededBy()).isEqualTo("newer");
    assertThat(view.find(CART).orElseThrow().replicas()).isEqualTo(7);
  }

  @Test
  void commandThatChangesWhatRuns_doesNotCancelAParkedDeploy() {
    pipeline.handler().handle(command("deploy", new Deploy(WAVES, CART, spec(GOOD, 3), false), 50));

    for (ApplicationCommand command :
        List.of(new Scale(ANN, CART, 7), new Restart(ANN, CART), new Pause(ANN, CART))) {
      pipeline.handler().handle(command(command.verb(), command, 60));
      assertThat(kinds(command.verb())).containsExactly(Rejected.class);
    }
    verdict(Verdict.SUCCEEDED);
    reevaluateWaves();

    assertThat(kinds("deploy")).containsExactly(Accepted.class, Progressing.class, Applied.class);
    assertThat(view.find(CART).orElseThrow().lastCommand().commandId()).isEqualTo("deploy");
  }

  @Test
  void namespaceCommand_doesNotSupersedeTheApplicationOfItsName() {
    AppRef shop = new AppRef("shop", "shop");
    pipeline.handler().handle(command("deploy", new Deploy(WAVES, shop, spec(GOOD, 3), false), 50));

    pipeline
        .handler()
        .handle(command("ns", new EnsureNamespace(ANN, "shop", Environment.PROD, "ann", null), 60));
    assertThat(concluded("ns").verdict()).isEqualTo(Verdict.SUCCEEDED);
    verdict(Verdict.SUCCEEDED);
    reevaluateWaves();

    assertThat(kinds("deploy")).containsExactly(Accepted.class, Progressing.class, Applied.class);
  }

  @Test
  void abortOfTheApplication_doesNotCancelTheNamespaceOfItsName() {
    AppRef shop = new AppRef("shop", "shop");
    pipeline
        .handler()
        .handle(
            command("ns", new EnsureNamespace(WAVES, "shop", Environment.PROD, "ann", null), 50));

    pipeline.handler().handle(command("abort", new Abort(ANN, shop), 60));
    assertThat(kinds("abort")).containsExactly(Rejected.class);
    verdict(Verdict.SUCCEEDED);
    reevaluateWaves();

    assertThat(concluded("ns").verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void newerCommandInWaves_takesTheParkedOnesPlace() {
    pipeline.handler().handle(SCALE);
    pipeline.handler().handle(command("newer", new Scale(WAVES, CART, 7), 60));
    assertThat(concluded("scale").supersededBy()).isEqualTo("newer");

    verdict(Verdict.SUCCEEDED);
    reevaluateWaves();

    assertThat(view.find(CART).orElseThrow().replicas()).isEqualTo(7);
    assertThat(cluster.writes()).isEqualTo(1);
  }

  @Test
  void waitingCommand_thatTheApiServerDoesNotLetBeRead_isRejected() {
    Cluster closed =
        new StubCluster() {
          @Override
          public ClusterSnapshot snapshot(AppRef app) {
            throw new ClusterRejectedException(
                "deployments is forbidden", new IllegalStateException());
          }
        };

    pipeline(closed).handler().handle(SCALE);

    assertThat(kinds("scale")).containsExactly(Rejected.class);
  }

  private static CommandMeta ifReleaseIs(long number) {
    return new CommandMeta(
        "ann",
        null,
        ANN.deadline(),
        ANN.clusters(),
        ANN.order(),
        ANN.partialFailure(),
        number,
        false);
  }

  private void verdict(Verdict verdict) {
    verdicts.put("dc-a", new ClusterVerdict(verdict, ISSUED, "so it is", null));
  }

  private void reevaluateWaves() {
    pipeline.waves().reevaluate(pipeline.handler()::handle);
  }

  private List<Class<?>> kinds(String commandId) {
    return topic.stream()
        .filter(operation -> operation.ref().commandId().equals(commandId))
        .<Class<?>>map(Operation::getClass)
        .toList();
  }

  private Concluded concluded(String commandId) {
    return topic.stream()
        .filter(operation -> operation.ref().commandId().equals(commandId))
        .filter(Concluded.class::isInstance)
        .map(Concluded.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private TestPipeline pipeline(Cluster acting) {
    return new TestPipeline(
        new ClusterContext(
            "dc-b",
            view,
            acting,
            new RecordingOperationLog(topic, _ -> {}),
            new MonotonicClock(() -> ISSUED, () -> 0)),
        new Planner(new PolicyRules(PolicyParameters.standard())),
        new RolloutDecider(FailureGracePeriods.standard()),
        (_, _) -> new FleetState(Map.copyOf(verdicts), List.of()),
        PartitionOwnership.ALL);
  }
}
