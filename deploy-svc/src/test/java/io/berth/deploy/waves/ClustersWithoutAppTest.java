/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.waves.WaveDecider.WaveDecision;
import io.berth.events.CommandSamples;
import io.berth.events.command.ClusterOrder;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A command in two waves; the first wave's cluster may lack the application. */
class ClustersWithoutAppTest {

  private static final List<PartialFailurePolicy> POLICIES =
      List.of(
          new PartialFailurePolicy.All(),
          new PartialFailurePolicy.Quorum(2),
          new PartialFailurePolicy.BestEffort(),
          new PartialFailurePolicy.CanaryFirst("dc-a"));

  static Stream<Command> commands() {
    return POLICIES.stream()
        .flatMap(
            policy ->
                Stream.of(List.<String>of(), List.of("dc-a", "dc-b"))
                    .flatMap(named -> commands(policy, named)));
  }

  private static Stream<Command> commands(PartialFailurePolicy policy, List<String> named) {
    CommandMeta meta =
        new CommandMeta(
            "ann",
            null,
            Duration.ofMinutes(10),
            named,
            new ClusterOrder.Waves(List.of(List.of("dc-a"), List.of("dc-b")), Duration.ZERO),
            policy,
            null,
            false);
    return CommandSamples.onExistingApp(meta, CART).stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void laterWave_startsOnlyIfTheFirstIsNoTarget(Command command) {
    WaveDecision decision = decide(command, lacks());
    if (command.meta().clusters().isEmpty()) {
      assertThat(decision).isEqualTo(new WaveDecision.Proceed());
    } else {
      assertThat(decision).isInstanceOf(WaveDecision.EarlierWaveFailed.class);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void laterWave_startsOnceTheFirstSucceeded(Command command) {
    assertThat(decide(command, new ClusterVerdict(Verdict.SUCCEEDED, NOON, "so it is", null)))
        .isEqualTo(new WaveDecision.Proceed());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void rejectionForAnotherReason_stopsTheLaterWave(Command command) {
    assertThat(decide(command, new ClusterVerdict(Verdict.REJECTED, NOON, "so it is", null)))
        .isInstanceOf(WaveDecision.EarlierWaveFailed.class);
  }

  private static ClusterVerdict lacks() {
    return new ClusterVerdict(Verdict.REJECTED, NOON, "so it is", null, true);
  }

  private static WaveDecision decide(Command command, ClusterVerdict ofTheFirst) {
    return WaveDecider.decide(
        TestSnapshots.order(command),
        "dc-b",
        false,
        new FleetState(Map.of("dc-a", ofTheFirst), List.of()),
        NOON);
  }
}
