/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.Situations.NOON;
import static io.berth.deploy.planning.Situations.live;
import static io.berth.deploy.planning.Situations.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.diagnosis.Finding;
import io.berth.deploy.planning.LiveApp;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutDeciderTest {

  private static final LiveApp LIVE = live(release(1), 3);
  private static final Rollout ROLLOUT = Rollout.of(LIVE);

  private final RolloutDecider decider = new RolloutDecider(Patience.standard());

  @Test
  void everyReplicaAvailable_andNoOldOneLeft_succeeds() {
    assertThat(follow(status(3, 3, 3, 3, 2), NOON))
        .isEqualTo(new Step.Succeeded(new Progress(3, 3, 3, 3, 0)));
  }

  @Test
  void oldReplicasLeft_isNoSuccess() {
    assertThat(follow(status(4, 3, 4, 4, 2), NOON)).isInstanceOf(Step.Moved.class);
  }

  @Test
  void statusOfAnEarlierGeneration_doesNotCount() {
    assertThat(follow(status(3, 3, 3, 3, 1), NOON)).isEqualTo(new Step.Waiting());
  }

  @Test
  void sameCountsAgain_areNotToldAgain() {
    Deployment half = status(3, 3, 1, 1, 2);

    assertThat(decider.follow(ROLLOUT, half, Optional.empty(), new Progress(3, 3, 1, 1, 0), NOON))
        .isEqualTo(new Step.Waiting());
  }

  @Test
  void deadline_endsIt_withWhatIsKnown() {
    Step step = follow(status(3, 3, 0, 0, 2), NOON.plusSeconds(60));

    assertThat(step).isInstanceOf(Step.TimedOut.class);
    assertThat(((Step.TimedOut) step).diagnosis().cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void missingImage_isTheVerdict_afterItsPatience_notBefore() {
    Deployment none = status(3, 3, 0, 0, 2);
    Optional<Finding> missing = finding(Cause.IMAGE_NOT_FOUND);

    assertThat(decider.follow(ROLLOUT, none, missing, null, NOON.plusSeconds(4)))
        .isInstanceOf(Step.Moved.class);
    assertThat(decider.follow(ROLLOUT, none, missing, null, NOON.plusSeconds(5)))
        .isInstanceOf(Step.Failed.class);
  }

  @Test
  void slowStart_isNeverTheVerdictBeforeTheDeadline() {
    assertThat(
            decider.follow(
                ROLLOUT,
                status(3, 3, 0, 0, 2),
                finding(Cause.SLOW_START),
                null,
                NOON.plusSeconds(59)))
        .isInstanceOf(Step.Moved.class);
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

    assertThat(follow(stuck, NOON)).isInstanceOf(Step.Failed.class);
  }

  private Step follow(Deployment deployment, Instant asOf) {
    return decider.follow(ROLLOUT, deployment, Optional.empty(), null, asOf);
  }

  private static Optional<Finding> finding(Cause cause) {
    return Optional.of(new Finding(new Diagnosis(cause, "so it is", List.of(), List.of()), NOON));
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
