/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.waves;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.Cluster;
import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.fleet.FleetView.FleetState;
import io.berth.deploy.fleet.FleetView.FleetState.ClusterVerdict;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.rollout.RolloutTracker;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.PartialFailurePolicy;
import io.berth.events.command.Scale;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A command that succeeded here, and may have to be taken back for what happens in dc-b. */
class WaveCompensationTest {

  private Instant wall = NOON;
  private long nanos;
  private final MonotonicClock time = new MonotonicClock(() -> wall, () -> nanos);
  private final Map<String, ClusterVerdict> words = new HashMap<>();
  private final List<ReceivedCommand> goBack = new ArrayList<>();
  private final ReceivedCommand received = TestSnapshots.order(new Scale(everywhere(), CART, 4));
  private final WaveCompensation compensation =
      new WaveCompensation(
          "dc-a", (_, _) -> new FleetState(words, List.of()), compensation(), time);

  @Test
  @Tag("fault-K13")
  void clockSetForward_doesNotDropAWatchedCommand() {
    begin();
    wall = wall.plus(Duration.ofHours(1));
    look();
    assertThat(goBack).isEmpty();

    words.put("dc-b", word(Verdict.FAILED));
    look();
    assertThat(goBack).containsExactly(received);
  }

  @Test
  void verdictLongAfterTheDeadline_isNotAwaited() {
    begin();
    Duration tooLong = Duration.between(NOON, received.deadline()).plus(Duration.ofMinutes(2));
    wall = wall.plus(tooLong);
    nanos += tooLong.toNanos();
    look();

    words.put("dc-b", word(Verdict.FAILED));
    look();
    assertThat(goBack).isEmpty();
  }

  private void begin() {
    words.put("dc-a", word(Verdict.SUCCEEDED));
    compensation.watch(received);
    look();
  }

  private void look() {
    compensation.reevaluate((failed, _) -> goBack.add(failed));
  }

  private static ClusterVerdict word(Verdict verdict) {
    return new ClusterVerdict(verdict, NOON, "so it ended", null);
  }

  private static CommandMeta everywhere() {
    return new CommandMeta(
        "ann",
        null,
        ANN.deadline(),
        List.of("dc-a", "dc-b"),
        ANN.order(),
        new PartialFailurePolicy.All(),
        null,
        false);
  }

  private CompensatingRollback compensation() {
    var operations = new RecordingOperationLog(new ArrayList<>(), _ -> {});
    Cluster cluster = new StubCluster();
    ClusterContext context =
        new ClusterContext("dc-a", new FixedAppCache(), cluster, operations, time);
    return new CompensatingRollback(
        context,
        new Planner(new PolicyRules(PolicyParameters.standard())),
        new RolloutTracker(context, PartitionOwnership.ALL, _ -> {}));
  }
}
