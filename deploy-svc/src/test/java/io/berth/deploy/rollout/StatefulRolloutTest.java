/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.ObservedApp;
import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.rollout.RolloutDecider.RolloutStatus;
import io.berth.deploy.testing.AppSpecBuilder;
import io.berth.deploy.testing.TestApps;
import io.berth.events.command.Workload;
import io.berth.events.operation.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A StatefulSet replaces its pods in place, one after another. */
class StatefulRolloutTest {

  private static final ObservedApp LIVE =
      live(
          release(
              2,
              AppSpecBuilder.with(
                  TestApps.spec("shop/cart:2.0.0", 3),
                  it -> it.workload = new Workload.Stateful(null)),
              ReleaseOutcome.OPEN),
          3);
  private static final Rollout ROLLOUT = Rollout.of(LIVE);

  private final RolloutDecider decider = new RolloutDecider(FailureGracePeriods.standard());

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, false", // the first pods start
    "3, 2, 3, false", // the last one is still of the release before
    "3, 3, 2, false",
    "3, 3, 3, true",
  })
  void rollout_succeeds_whenEveryPodIsReplacedAndAvailable(
      int replicas, int updated, int available, boolean done) {
    RolloutStatus status =
        decider.evaluate(
            ROLLOUT, status(replicas, updated, available), Optional.empty(), null, NOON);

    Progress progress = new Progress(3, updated, available, available, replicas - updated);
    assertThat(status)
        .isEqualTo(
            done ? new RolloutStatus.Succeeded(progress) : new RolloutStatus.Progressed(progress));
  }

  @Test
  void failingPodOfAnEarlierRelease_blocksTheOthers() {
    Pod failing = pod("cart-2", 1, waiting("ImagePullBackOff"));

    assertThat(BlockingPods.of(status(3, 0, 2), List.of(pod("cart-1", 1, ready()), failing)))
        .containsExactly(failing);
  }

  @Test
  void podThatOnlyStarts_isWaitedFor() {
    assertThat(
            BlockingPods.of(
                status(3, 0, 2), List.of(pod("cart-2", 1, waiting("ContainerCreating")))))
        .isEmpty();
  }

  @Test
  void failingPodOfTheCurrentRelease_isItsOwnMatter() {
    assertThat(
            BlockingPods.of(
                status(3, 1, 2), List.of(pod("cart-2", 2, waiting("ImagePullBackOff")))))
        .isEmpty();
  }

  @Test
  void failingPod_isKept_whileTheRolloutIsPaused_orNotSeenByTheController() {
    List<Pod> failing = List.of(pod("cart-2", 1, waiting("ImagePullBackOff")));
    Deployment paused =
        new DeploymentBuilder(status(3, 0, 2)).editSpec().withPaused(true).endSpec().build();
    Deployment unseen =
        new DeploymentBuilder(status(3, 0, 2))
            .editStatus()
            .withObservedGeneration(1L)
            .endStatus()
            .build();

    assertThat(BlockingPods.of(paused, failing)).isEmpty();
    assertThat(BlockingPods.of(unseen, failing)).isEmpty();
  }

  @Test
  void podsOfADeployment_blockNobody() {
    Deployment deployment = live(release(2), 3).deployment();

    assertThat(
            BlockingPods.of(
                new DeploymentBuilder(deployment)
                    .withNewStatus()
                    .withObservedGeneration(2L)
                    .endStatus()
                    .build(),
                List.of(pod("cart-2", 1, waiting("ImagePullBackOff")))))
        .isEmpty();
  }

  @Test
  void podThatEnds_counts_whileNoneOfTheNewReleaseExists() {
    Pod ending = pod("cart-2", 1, ready());
    ending.getMetadata().setDeletionTimestamp(NOON.toString());
    Pod started = pod("cart-2", 2, ready());

    assertThat(CurrentStatus.podsThatCount(status(3, 0, 2), List.of(ending)))
        .containsExactly(ending);
    assertThat(CurrentStatus.podsThatCount(status(3, 1, 2), List.of(ending, started)))
        .containsExactly(started);
  }

  private static Deployment status(int replicas, int updated, int available) {
    return new DeploymentBuilder(LIVE.deployment())
        .editMetadata()
        .withUid("uid-1")
        .endMetadata()
        .withNewStatus()
        .withReplicas(replicas)
        .withUpdatedReplicas(updated)
        .withReadyReplicas(available)
        .withAvailableReplicas(available)
        .withObservedGeneration(2L)
        .endStatus()
        .build();
  }

  private static PodBuilder ready() {
    return new PodBuilder()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewContainerStatus()
        .withName("cart")
        .withReady(true)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endContainerStatus()
        .endStatus();
  }

  private static PodBuilder waiting(String reason) {
    return new PodBuilder()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("cart")
        .withImage("shop/cart:1.0.0")
        .withReady(false)
        .withNewState()
        .withNewWaiting()
        .withReason(reason)
        .withMessage("Back-off pulling image")
        .endWaiting()
        .endState()
        .endContainerStatus()
        .endStatus();
  }

  private static Pod pod(String name, long release, PodBuilder pod) {
    return pod.withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .withCreationTimestamp(NOON.toString())
        .addToLabels("app.kubernetes.io/name", "cart")
        .addToLabels("app.kubernetes.io/version", Long.toString(release))
        .addNewOwnerReference()
        .withKind("StatefulSet")
        .withName("cart")
        .withUid("uid-1")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }
}
