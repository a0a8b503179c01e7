/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.queue.PartitionOwnership;
import io.berth.deploy.queue.PendingCommands;
import io.berth.deploy.testing.TestPipeline;
import io.berth.events.command.Scale;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wall clock that is set by an hour while commands are under way; each has a minute. */
class ClockJumpTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private Instant wall = NOON;
  private long nanos;
  private final MonotonicClock time = new MonotonicClock(() -> wall, () -> nanos);
  private final List<Operation> said = new ArrayList<>();
  private final FixedAppCache view = new FixedAppCache();
  private final ObservedApp running = live(release(1), 3);
  private final TestPipeline pipeline =
      new TestPipeline(
          new ClusterContext(
              "dc-a", view, new StubCluster(), new RecordingOperationLog(said, _ -> {}), time),
          new Planner(new PolicyRules(PolicyParameters.standard())),
          new RolloutDecider(FailureGracePeriods.standard()));

  @BeforeEach
  void begin() {
    view.only(List.of(running.deployment()));
    pipeline.tracker().track(Rollout.of(running));
    pipeline.reconciler().reconcile(CART);
  }

  @Test
  void clockSetForward_endsNoRolloutEarly() {
    wall = wall.plus(HOUR);
    pipeline.reconciler().reconcile(CART);
    assertThat(verdicts()).isEmpty();

    pass(Duration.ofSeconds(60));
    pipeline.reconciler().reconcile(CART);
    assertThat(verdicts()).containsExactly(Verdict.TIMED_OUT);
  }

  @Test
  void clockSetBack_extendsNoRollout() {
    wall = wall.minus(HOUR);
    pass(Duration.ofSeconds(60));
    pipeline.reconciler().reconcile(CART);

    assertThat(verdicts()).containsExactly(Verdict.TIMED_OUT);
  }

  @Test
  void queuedCommand_expiresByElapsedTime_whateverTheWallClock() {
    PendingCommands pending = new PendingCommands(PartitionOwnership.ALL, time::asOf);
    ReceivedCommand received = TestSnapshots.order(new Scale(ANN, CART, 4));
    pending.add(received);
    assertThat(pending.expired()).isEmpty();

    wall = wall.plus(HOUR);
    assertThat(pending.expired()).isEmpty();

    wall = wall.minus(HOUR).minus(HOUR);
    pass(Duration.between(NOON, received.deadline()));
    assertThat(pending.expired()).containsExactly(received);
  }

  private void pass(Duration some) {
    wall = wall.plus(some);
    nanos += some.toNanos();
  }

  private List<Verdict> verdicts() {
    return said.stream()
        .filter(Concluded.class::isInstance)
        .map(word -> ((Concluded) word).verdict())
        .toList();
  }
}
