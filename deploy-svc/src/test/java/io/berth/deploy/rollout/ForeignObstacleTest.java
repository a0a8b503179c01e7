/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.rollout;

import static io.berth.deploy.planning.TestSnapshots.NOON;
import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.manifest.CommandRef;
import io.berth.deploy.rollout.RolloutDecider.RolloutStatus;
import io.berth.events.operation.Diagnosis.Cause;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another client paused a Deployment, or scaled it to zero, during its roll-out. */
class ForeignObstacleTest {

  private static final Instant DEADLINE = NOON.plus(Duration.ofMinutes(10));
  private static final Instant BEFORE = DEADLINE.minusMillis(1);

  private final RolloutDecider decider = new RolloutDecider(FailureGracePeriods.standard());

  @ParameterizedTest
  @CsvSource({
    // verb, who paused, wanted, updated, available, old: what is decided before the deadline
    "pause,    berth-deploy,    3, 1, 3, 2, Succeeded",
    "pause,    kubectl-rollout, 3, 1, 3, 2, Succeeded",
    "scale,    berth-deploy,    3, 1, 3, 2, Succeeded",
    "scale,    berth-deploy,    3, 1, 2, 2, Progressed",
    "scale,    berth-deploy,    3, 1, 3, 1, Progressed",
    "scale,    kubectl-rollout, 3, 1, 3, 2, Obstructed",
    "deploy,   berth-deploy,    3, 0, 3, 3, Obstructed",
    "deploy,   kubectl-rollout, 3, 0, 3, 3, Obstructed",
    "deploy,   ,                3, 0, 3, 3, Obstructed",
    "rollback, kubectl-rollout, 3, 1, 3, 2, Obstructed",
    "restart,  kubectl-rollout, 3, 0, 3, 3, Obstructed",
    "resume,   kubectl-rollout, 3, 1, 3, 2, Obstructed",
    "deploy,   kubectl-rollout, 3, 3, 3, 0, Succeeded",
    "stop,     kubectl-rollout, 0, 0, 0, 0, Succeeded",
  })
  void pausedDeployment_isDone_onlyWhereBerthWantsItPaused(
      String verb,
      @Nullable String pausedBy,
      int wanted,
      int updated,
      int available,
      int old,
      String decided) {
    Deployment deployment = paused(deployment(wanted, wanted, updated, available, old), pausedBy);

    assertThat(decide(verb, deployment, BEFORE).getClass().getSimpleName()).isEqualTo(decided);
  }

  @Test
  void pause_isNamedWithItsClient_andIsTheCauseAtTheDeadline() {
    Deployment deployment = paused(deployment(3, 3, 0, 3, 3), "kubectl-rollout");

    assertThat(decide("deploy", deployment, BEFORE))
        .isInstanceOfSatisfying(
            RolloutStatus.Obstructed.class,
            status ->
                assertThat(status.reason())
                    .isEqualTo(
                        "The client kubectl-rollout (at 2026-01-31T12:00:00Z) paused"
                            + " Deployment/cart: no pod is replaced until it is resumed. Resume it:"
                            + " kubectl rollout resume deployment/cart -n shop."));
    assertThat(decide("deploy", deployment, DEADLINE))
        .isInstanceOfSatisfying(
            RolloutStatus.TimedOut.class,
            late -> assertThat(late.diagnosis().cause()).isEqualTo(Cause.ROLLOUT_PAUSED));
    assertThat(reason(paused(deployment, null))).startsWith("Another client paused");
  }

  @ParameterizedTest
  @CsvSource({
    // Berth's count, spec.replicas: what is decided before the deadline
    "3, 0, Obstructed",
    "1, 0, Obstructed",
    "0, 0, Succeeded",
    ", 0, Succeeded", // an earlier version left none
    "3, 1, Succeeded",
    "3, 3, Succeeded",
  })
  void noPods_areSuccess_onlyWhereBerthWantsNone(
      @Nullable Integer asked, int replicas, String decided) {
    Deployment deployment = deployment(asked, replicas, replicas, replicas, 0);

    assertThat(decide("deploy", deployment, BEFORE).getClass().getSimpleName()).isEqualTo(decided);
    assertThat(ReplicaCounts.isSettled(deployment)).isEqualTo(decided.equals("Succeeded"));
  }

  @Test
  void zero_isNamedWithItsClient_andIsTheCauseAtTheDeadline() {
    Deployment deployment =
        owned(deployment(3, 0, 0, 0, 0), List.of(entry("night-scaler", "replicas")));

    assertThat(decide("restart", deployment, BEFORE))
        .isInstanceOfSatisfying(
            RolloutStatus.Obstructed.class,
            status ->
                assertThat(status.reason())
                    .isEqualTo(
                        "The client night-scaler (at 2026-01-31T12:00:00Z) scaled Deployment/cart"
                            + " to 0: no pod shows whether the release works. Scale it back:"
                            + " kubectl scale deployment/cart -n shop --replicas=3."));
    assertThat(decide("restart", deployment, DEADLINE))
        .isInstanceOfSatisfying(
            RolloutStatus.TimedOut.class,
            late -> assertThat(late.diagnosis().cause()).isEqualTo(Cause.SCALED_TO_ZERO));
  }

  @Test
  void untouchedDeployment_hasNoObstacle() {
    assertThat(ForeignObstacle.of(deployment(3, 3, 1, 3, 2))).isEmpty();
  }

  private static String reason(Deployment deployment) {
    return ForeignObstacle.of(deployment).orElseThrow().reason();
  }

  private RolloutStatus decide(String verb, Deployment deployment, Instant asOf) {
    Rollout rollout =
        new Rollout(
            new CommandRef("command-1", verb, "ann", NOON, DEADLINE, "berth.commands-1:1"),
            live(release(1), 3).app(),
            1,
            2,
            false,
            NOON);
    return decider.evaluate(rollout, deployment, Optional.empty(), null, asOf);
  }

  private static Deployment deployment(
      @Nullable Integer asked, int replicas, int updated, int available, int old) {
    Deployment deployment =
        new DeploymentBuilder(live(release(1), 3).deployment())
            .editSpec()
            .withReplicas(replicas)
            .endSpec()
            .withNewStatus()
            .withReplicas(updated + old)
            .withUpdatedReplicas(updated)
            .withReadyReplicas(available)
            .withAvailableReplicas(available)
            .withObservedGeneration(2L)
            .endStatus()
            .build();
    Map<String, String> annotations = deployment.getMetadata().getAnnotations();
    annotations.remove(Annotations.REPLICAS);
    if (asked != null) {
      annotations.put(Annotations.REPLICAS, asked.toString());
    }
    return deployment;
  }

  private static Deployment paused(Deployment deployment, @Nullable String by) {
    Deployment paused = deployment.edit().editSpec().withPaused(true).endSpec().build();
    return owned(paused, by == null ? List.of() : List.of(entry(by, "paused")));
  }

  private static Deployment owned(Deployment deployment, List<ManagedFieldsEntry> entries) {
    return deployment.edit().editMetadata().withManagedFields(entries).endMetadata().build();
  }

  private static ManagedFieldsEntry entry(String manager, String field) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty("f:spec", Map.of("f:" + field, Map.of()));
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withTime(NOON.toString())
        .withFieldsV1(fields)
        .build();
  }
}
