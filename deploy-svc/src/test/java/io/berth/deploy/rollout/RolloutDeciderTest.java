/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.diagnosis.RolloutFinding;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.rollout.RolloutDecider.RolloutStatus;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutDeciderTest {

  private static final ObservedApp LIVE = live(release(1), 3);
  private static final Rollout ROLLOUT = Rollout.of(LIVE);

  private final RolloutDecider decider = new RolloutDecider(FailureGracePeriods.standard());

  @Test
  void everyReplicaAvailable_andNoOldOneLeft_succeeds() {
    assertThat(follow(status(3, 3, 3, 3, 2), NOON))
        .isEqualTo(new RolloutStatus.Succeeded(new Progress(3, 3, 3, 3, 0)));
  }

  @Test
  void leftoverOldReplicas_preventSuccess() {
    assertThat(follow(status(4, 3, 4, 4, 2), NOON)).isInstanceOf(RolloutStatus.Progressed.class);
  }

  @Test
  void deploymentThatIsBeingDeleted_doesNotSucceed_andIsNamedAtTheDeadline() {
    Deployment held =
        new DeploymentBuilder(status(3, 3, 3, 3, 2))
            .editMetadata()
            .withDeletionTimestamp(NOON.toString())
            .withFinalizers("x.example.com/hold")
            .endMetadata()
            .build();

    assertThat(follow(held, NOON)).isEqualTo(new RolloutStatus.Unchanged());
    assertThat(follow(held, NOON.plusSeconds(60)))
        .isInstanceOfSatisfying(
            RolloutStatus.TimedOut.class,
            late -> {
              assertThat(late.diagnosis().cause()).isEqualTo(Cause.DELETION_BLOCKED);
              assertThat(late.diagnosis().explanation())
                  .contains("Deployment/cart", "x.example.com/hold");
            });
  }

  @Test
  void statusOfAnEarlierGeneration_doesNotCount() {
    assertThat(follow(status(3, 3, 3, 3, 1), NOON)).isEqualTo(new RolloutStatus.Unchanged());
  }

  @Test
  void unchangedCounts_areNotPublishedAgain() {
    Deployment half = status(3, 3, 1, 1, 2);

    assertThat(decider.evaluate(ROLLOUT, half, Optional.empty(), new Progress(3, 3, 1, 1, 0), NOON))
        .isEqualTo(new RolloutStatus.Unchanged());
  }

  @Test
  void deadline_endsTheRollout_withTheKnownDiagnosis() {
    RolloutStatus status = follow(status(3, 3, 0, 0, 2), NOON.plusSeconds(60));

    assertThat(status).isInstanceOf(RolloutStatus.TimedOut.class);
    assertThat(((RolloutStatus.TimedOut) status).diagnosis().cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void missingImage_failsTheRollout_afterItsGracePeriod() {
    Deployment none = status(3, 3, 0, 0, 2);
    Optional<RolloutFinding> missing = finding(Cause.IMAGE_NOT_FOUND);

    assertThat(decider.evaluate(ROLLOUT, none, missing, null, NOON.plusSeconds(4)))
        .isInstanceOf(RolloutStatus.Progressed.class);
    assertThat(decider.evaluate(ROLLOUT, none, missing, null, NOON.plusSeconds(5)))
        .isInstanceOf(RolloutStatus.Failed.class);
  }

  @Test
  void slowStart_neverFailsTheRolloutBeforeTheDeadline() {
    assertThat(
            decider.evaluate(
                ROLLOUT,
                status(3, 3, 0, 0, 2),
                finding(Cause.SLOW_START),
                null,
                NOON.plusSeconds(59)))
        .isInstanceOf(RolloutStatus.Progressed.class);
  }

  @Test
  void progressDeadlineExceeded_fails() {
    Deployment stuck =
        new DeploymentBuilder(status(3, 1, 1, 1, 2))
            .editStatus()
            .addNewCondition()
            .withType("Progressing")
            .withStatus("False")
            .withReason("ProgressDeadlineExceeded")
            .endCondition()
            .endStatus()
            .build();

    assertThat(follow(stuck, NOON)).isInstanceOf(RolloutStatus.Failed.class);
  }

  @Test
  void gracePeriod_startsWithTheWrite_howeverLongTheCommandWasQueued() {
    Deployment none = status(3, 3, 0, 0, 2);
    Rollout late = ROLLOUT.since(NOON.plusSeconds(40));
    Optional<RolloutFinding> missing = finding(Cause.IMAGE_NOT_FOUND);

    assertThat(decider.evaluate(late, none, missing, null, NOON.plusSeconds(44)))
        .isInstanceOf(RolloutStatus.Progressed.class);
    assertThat(decider.evaluate(late, none, missing, null, NOON.plusSeconds(45)))
        .isInstanceOf(RolloutStatus.Failed.class);
    assertThat(ROLLOUT.since(NOON.minusSeconds(40)).since()).isEqualTo(NOON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1H", "PT-2S", "PT0S", "PT1H"})
  void gracePeriod_isUnaffectedByTheApiServersClock(Duration ahead) {
    Deployment none = status(3, 3, 0, 0, 2);
    Optional<RolloutFinding> missing =
        finding(Cause.IMAGE_NOT_FOUND)
            .map(found -> new RolloutFinding(found.diagnosis(), NOON.plus(ahead)));

    assertThat(decider.evaluate(ROLLOUT, none, missing, null, NOON.plusSeconds(4)))
        .isInstanceOf(RolloutStatus.Progressed.class);
    assertThat(decider.evaluate(ROLLOUT, none, missing, null, NOON.plusSeconds(5)))
        .isInstanceOf(RolloutStatus.Failed.class);
  }

  @Test
  void findingThatWaitsForEvents_concludesNothing() {
    Deployment none = status(3, 3, 0, 0, 2);
    Optional<RolloutFinding> crash = finding(Cause.CONTAINER_CRASHED);
    Optional<RolloutFinding> waiting = crash.map(RolloutFinding::asProvisional);
    Instant late = NOON.plusSeconds(30);

    assertThat(decider.evaluate(ROLLOUT, none, waiting, null, late))
        .isInstanceOf(RolloutStatus.Progressed.class);
    assertThat(decider.evaluate(ROLLOUT, none, crash, null, late))
        .isInstanceOf(RolloutStatus.Failed.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 180", "30, 180", "180, 180", "600, 600"})
  void probe_mayFailForAsLongAsThePodAllows_whereThatIsLongerThanTheGracePeriod(
      int tolerated, int seconds) {
    Deployment none = status(3, 3, 0, 0, 2);
    Rollout patient = longRollout();
    Instant firstFailure = NOON.plusSeconds(240);
    Optional<RolloutFinding> unready =
        finding(Cause.READINESS_PROBE_FAILING)
            .map(
                found ->
                    new RolloutFinding(
                        found.diagnosis(), firstFailure, false, Duration.ofSeconds(tolerated)));
    Instant ends = firstFailure.plusSeconds(seconds);

    assertThat(decider.evaluate(patient, none, unready, null, ends.minusMillis(1)))
        .isInstanceOf(RolloutStatus.Progressed.class);
    assertThat(decider.evaluate(patient, none, unready, null, ends))
        .isInstanceOf(RolloutStatus.Failed.class);
  }

  /** With a deadline of an hour. */
  private static Rollout longRollout() {
    CommandRef command = ROLLOUT.command();
    return new Rollout(
        new CommandRef(
            command.commandId(),
            command.verb(),
            command.requestedBy(),
            command.issuedAt(),
            NOON.plus(Duration.ofHours(1)),
            command.position()),
        ROLLOUT.app(),
        ROLLOUT.release(),
        ROLLOUT.generation(),
        false,
        NOON);
  }

  private RolloutStatus follow(Deployment deployment, Instant asOf) {
    return decider.evaluate(ROLLOUT, deployment, Optional.empty(), null, asOf);
  }

  private static Optional<RolloutFinding> finding(Cause cause) {
    return Optional.of(
        new RolloutFinding(new Diagnosis(cause, "so it is", List.of(), List.of()), NOON));
  }

  private static Deployment status(
      int replicas, int updated, int ready, int available, long observed) {
    return new DeploymentBuilder(LIVE.deployment())
        .withNewStatus()
        .withReplicas(replicas)
        .withUpdatedReplicas(updated)
        .withReadyReplicas(ready)
        .withAvailableReplicas(available)
        .withObservedGeneration(observed)
        .endStatus()
        .build();
  }
}
