/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.ReadyCluster;
import io.berth.deploy.manifest.AppManifests;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.manifest.DesiredState;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.release.Releases;
import io.berth.deploy.rollout.FailureGracePeriods;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.testing.TestApps;
import io.berth.deploy.testing.TestPipeline;
import io.berth.events.command.ApplicationCommand;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.command.Stop;
import io.berth.events.operation.Applied;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.OperationRef;
import io.berth.events.operation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record of a command that was written before, where the one who wrote it died. */
class CommandHandlerTest {

  private final List<Operation> topic = new ArrayList<>();
  private final FixedAppCache view = new FixedAppCache();
  private final ReadyCluster cluster =
      new ReadyCluster(view, new Releases(List.of(release(1), release(2))));

  static Stream<ApplicationCommand> commands() {
    return Stream.of(
        TestApps.deploy("shop/cart:9.0.0"),
        new Scale(ANN, CART, 7),
        new Restart(ANN, CART),
        new Stop(ANN, CART));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void duplicateAfterANewerCommand_doesNotOverwriteIt(ApplicationCommand command) {
    topic.add(new Applied(ref(command), 2L, List.of("Deployment/cart")));
    live("command-b", 8);

    deployer().handle(order(command, 9));

    assertThat(cluster.writes()).isZero();
    assertThat(verdict().verdict()).isEqualTo(Verdict.SUPERSEDED);
    assertThat(verdict().supersededBy()).isEqualTo("command-b");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void duplicateOfARolledBackCommand_doesNotOverwriteTheRollback(ApplicationCommand command) {
    topic.add(new Applied(ref(command), 2L, List.of("Deployment/cart")));
    live("command-a.rollback", 7);

    deployer().handle(order(command, 9));

    assertThat(cluster.writes()).isZero();
    assertThat(verdict().verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(verdict().rolledBackBy()).isEqualTo("command-a.rollback");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void duplicateOfTheLiveCommand_isResumed(ApplicationCommand command) {
    topic.add(new Applied(ref(command), 2L, List.of("Deployment/cart")));
    live("command-a", 7);

    deployer().handle(order(command, 9));

    assertThat(cluster.writes()).isZero();
    assertThat(topic).hasSize(1);
  }

  private Concluded verdict() {
    return (Concluded) topic.getLast();
  }

  private static OperationRef ref(ApplicationCommand command) {
    return new OperationRef("command-a", command.verb(), CART, "dc-a", "ann", NOON);
  }

  private static ReceivedCommand order(ApplicationCommand command, long offset) {
    return new ReceivedCommand(
        "command-a", command, NOON, new RecordPosition("berth.commands", 1, offset));
  }

  private void live(String commandId, long offset) {
    CommandRef command =
        new CommandRef(
            commandId, "deploy", "ann", NOON, NOON.plusSeconds(60), "berth.commands-1:" + offset);
    cluster.show(
        AppManifests.of(
            new DesiredState(
                "dc-a", CART, release(2), 3, true, false, null, null, true, command, null, null)));
  }

  private CommandHandler deployer() {
    MonotonicClock clock = new MonotonicClock(() -> NOON, () -> 0);
    RecordingOperationLog operations = new RecordingOperationLog(topic, _ -> {});
    return new TestPipeline(
            new ClusterContext("dc-a", view, cluster, operations, clock),
            new Planner(new PolicyRules(PolicyParameters.standard())),
            new RolloutDecider(FailureGracePeriods.standard()))
        .handler();
  }
}
