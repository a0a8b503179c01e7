/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.commands;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.running;
import static io.berth.deploy.testing.TestApps.ANN;
import static io.berth.deploy.testing.TestApps.CART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.deploy.cluster.ClusterUnavailableException;
import io.berth.deploy.cluster.ClusterUnavailableException.Reason;
import io.berth.deploy.cluster.FixedAppCache;
import io.berth.deploy.cluster.StaleWriteException;
import io.berth.deploy.cluster.StubCluster;
import io.berth.deploy.operations.ClusterContext;
import io.berth.deploy.operations.RecordingOperationLog;
import io.berth.deploy.planning.ClusterSnapshot;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.ReceivedCommand;
import io.berth.deploy.planning.RecordPosition;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.queue.MonotonicClock;
import io.berth.deploy.rollout.FailureGracePeriods;
import io.berth.deploy.rollout.RolloutDecider;
import io.berth.deploy.testing.TestPipeline;
import io.berth.events.AppRef;
import io.berth.events.command.Restart;
import io.berth.events.command.Scale;
import io.berth.events.operation.Change;
import io.berth.events.operation.Concluded;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Operation;
import io.berth.events.operation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Why a command is not carried out by its deadline: the API server is blamed only if it is away.
 */
class PassedDeadlineTest {

  private static final Duration TIME = ANN.deadline();
  private static final RecordPosition POSITION = new RecordPosition("berth.commands", 1, 50);
  private static final ReceivedCommand SCALE =
      new ReceivedCommand("scale", new Scale(ANN, CART, 5), NOON, POSITION);
  private static final ReceivedCommand RESTART =
      new ReceivedCommand("restart", new Restart(ANN, CART), NOON, POSITION);

  private Duration passed = Duration.ZERO;
  private Runnable onDryRun = () -> {};
  private Runnable onApply = () -> {};
  private final List<Operation> topic = new ArrayList<>();
  private final MonotonicClock clock =
      new MonotonicClock(() -> NOON.plus(passed), () -> passed.toNanos());
  private final ClusterContext context =
      new ClusterContext(
          "dc-a",
          new FixedAppCache(),
          new RunningCluster(),
          new RecordingOperationLog(topic, _ -> {}),
          clock);
  private final TestPipeline pipeline =
      new TestPipeline(
          context,
          new Planner(new PolicyRules(PolicyParameters.standard())),
          new RolloutDecider(FailureGracePeriods.standard()));
  private final DeadlineWatcher watcher = new DeadlineWatcher(context, pipeline.pending());

  @Test
  void commandReadAfterItsDeadline_cameTooLate() {
    passed = TIME.plusHours(1);
    pipeline.pending().add(SCALE);

    pipeline.handler().handle(SCALE);

    assertThat(diagnosis("scale").cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(diagnosis("scale").explanation())
        .isEqualTo("The command was read only after its deadline. Nothing was written.");
    assertThat(diagnosis("scale").evidence())
        .anySatisfy(
            evidence ->
                assertThat(evidence.text())
                    .isEqualTo("read at " + NOON.plus(passed) + ", issued at " + NOON));
  }

  @Test
  void commandReadAfterItsDeadline_andNotHandledYet_cameTooLate() {
    passed = TIME;
    pipeline.pending().add(RESTART);
    pipeline.pending().add(SCALE);

    watcher.publishExpired(SCALE);

    assertThat(diagnosis("scale").explanation()).contains("read only after its deadline");
  }

  @Test
  void commandBehindAnother_namesIt() {
    pipeline.pending().add(RESTART);
    pipeline.pending().add(SCALE);
    passed = TIME;

    watcher.publishExpired(SCALE);

    assertThat(diagnosis("scale").cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(diagnosis("scale").explanation())
        .isEqualTo(
            "The command waited until its deadline behind restart restart, which is not done."
                + " Nothing was written.");
  }

  @Test
  void commandBehindACompletedOne_namesIt() {
    pipeline.pending().add(RESTART);
    pipeline.pending().add(SCALE);
    passed = TIME;
    pipeline.pending().remove(RESTART);

    pipeline.handler().handle(SCALE);

    assertThat(diagnosis("scale").cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(diagnosis("scale").explanation()).contains("behind restart restart.");
  }

  @Test
  void commandBehindOneThatTheApiServerDoesNotAnswer_blamesTheApiServer() {
    pipeline.pending().add(SCALE);
    pipeline.pending().add(RESTART);
    onDryRun =
        () -> {
          passed = TIME;
          watcher.publishExpired(RESTART);
        };

    pipeline.handler().handle(SCALE);

    assertThat(diagnosis("restart").cause()).isEqualTo(Cause.CLUSTER_UNREACHABLE);
    assertThat(diagnosis("restart").evidence())
        .anySatisfy(
            evidence -> assertThat(evidence.text()).isEqualTo("it waited behind scale scale"));
  }

  @Test
  void requestWithoutAnswer_blamesTheApiServer() {
    pipeline.pending().add(SCALE);
    onDryRun =
        () -> {
          passed = TIME;
          watcher.publishExpired(SCALE);
        };

    pipeline.handler().handle(SCALE);

    assertThat(diagnosis("scale").cause()).isEqualTo(Cause.CLUSTER_UNREACHABLE);
  }

  @Test
  void writesThatMeetOthersWrites_doNotBlameTheApiServer() {
    pipeline.pending().add(SCALE);
    onApply =
        () -> {
          passed = TIME;
          throw new StaleWriteException("Deployment/cart", "somebody at every try");
        };

    pipeline.handler().handle(SCALE);

    assertThat(diagnosis("scale").cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(diagnosis("scale").explanation())
        .isEqualTo(
            "Another client wrote the same object at every attempt until the command's deadline."
                + " Parts of it may be written.");
  }

  @ParameterizedTest
  @EnumSource
  void failedRequests_areBlamedOnTheApiServer_onlyIfItDidNotAnswer(Reason reason) {
    pipeline.pending().add(SCALE);
    onApply =
        () -> {
          passed = TIME;
          throw new ClusterUnavailableException(reason, "so it is", new IllegalStateException());
        };

    pipeline.handler().handle(SCALE);

    assertThat(diagnosis("scale").cause())
        .isEqualTo(reason == Reason.NO_ANSWER ? Cause.CLUSTER_UNREACHABLE : Cause.DEADLINE_PASSED);
    assertThat(diagnosis("scale").evidence())
        .anySatisfy(evidence -> assertThat(evidence.text()).isEqualTo("so it is"));
  }

  @Test
  void retriedCommand_isBlamedOnItsLastFailure() {
    pipeline.pending().add(SCALE);
    onApply =
        () -> {
          throw new ClusterUnavailableException(
              Reason.UNAUTHORIZED, "Unauthorized", new IllegalStateException());
        };
    assertThatThrownBy(() -> pipeline.handler().handle(SCALE))
        .isInstanceOf(ClusterUnavailableException.class);
    passed = TIME;

    watcher.publishExpired(SCALE);

    assertThat(diagnosis("scale").cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(diagnosis("scale").explanation()).contains("rejected the credentials");
  }

  @Test
  void commandThatNoWorkerTook_waitedForItsTurn() {
    pipeline.pending().add(SCALE);
    passed = TIME;

    watcher.publishExpired(SCALE);

    assertThat(diagnosis("scale").cause()).isEqualTo(Cause.DEADLINE_PASSED);
    assertThat(diagnosis("scale").explanation()).contains("waited until its deadline for its turn");
  }

  @Test
  void completedCommand_getsNoVerdictFromTheWatcher() {
    pipeline.pending().add(SCALE);
    pipeline.pending().remove(SCALE);
    passed = TIME;

    watcher.publishExpired(SCALE);

    assertThat(topic).isEmpty();
  }

  private Diagnosis diagnosis(String commandId) {
    Concluded verdict =
        topic.stream()
            .filter(Concluded.class::isInstance)
            .map(Concluded.class::cast)
            .filter(concluded -> concluded.ref().commandId().equals(commandId))
            .findFirst()
            .orElseThrow();
    assertThat(verdict.verdict()).isEqualTo(Verdict.TIMED_OUT);
    return verdict.diagnosis();
  }

  private final class RunningCluster extends StubCluster {

    @Override
    public ClusterSnapshot snapshot(AppRef app) {
      return running(release(1));
    }

    @Override
    public ClusterSnapshot cachedSnapshot(AppRef app) {
      return snapshot(app);
    }

    @Override
    public List<Change> dryRun(Plan.Apply plan) {
      onDryRun.run();
      return List.of();
    }

    @Override
    public ObservedApp apply(Plan.Apply plan) {
      onApply.run();
      return Objects.requireNonNull(snapshot(plan.desired().app()).live());
    }
  }
}
