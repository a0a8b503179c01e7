/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.PodSamples;
import io.berth.events.command.AppSpec;
import io.berth.events.command.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatefulSetKindTest {

  private static final AppSpec ORDERS = PodSamples.DEPLOY_ORDERS.spec();
  private static final WorkloadKind KIND = WorkloadKind.of(ORDERS);

  @Test
  void kindOfASpecification_isThatOfItsObject() {
    assertThat(KIND.kind()).isEqualTo(Workload.Kind.STATEFUL);
    assertThat(WorkloadKind.of(new StatefulSet())).isSameAs(KIND);
    assertThat(WorkloadKind.of(KIND.read(live()))).isSameAs(KIND);
    assertThat(WorkloadKind.of(new Deployment())).isSameAs(WorkloadKind.deployment());
    assertThat(WorkloadKind.deployment().kind()).isEqualTo(Workload.Kind.DEPLOYMENT);
    assertThat(WorkloadKind.label(KIND.read(live()))).isEqualTo("StatefulSet/orders");
  }

  @ParameterizedTest
  @CsvSource({"true, 1000", "false, 0", ", 0"})
  void pause_isAPartitionAboveEveryNumber(Boolean paused, int partition) {
    StatefulSet written =
        (StatefulSet)
            KIND.write(
                new DeploymentBuilder()
                    .withNewMetadata()
                    .withName("orders")
                    .endMetadata()
                    .withNewSpec()
                    .withReplicas(3)
                    .withPaused(paused)
                    .endSpec()
                    .build(),
                ORDERS,
                List.of());

    assertThat(written.getSpec().getUpdateStrategy().getRollingUpdate().getPartition())
        .isEqualTo(partition);
    assertThat(written.getSpec().getServiceName()).isEqualTo("orders--headless");
    assertThat(written.getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
    assertThat(KIND.read(written).getSpec().getPaused()).isEqualTo(partition == 0 ? null : true);
  }

  @Test
  void partitionThatHoldsSomePods_isAPause() {
    StatefulSet held =
        new StatefulSetBuilder(live())
            .editSpec()
            .withNewUpdateStrategy()
            .withNewRollingUpdate()
            .withPartition(2)
            .endRollingUpdate()
            .endUpdateStrategy()
            .endSpec()
            .build();

    assertThat(KIND.read(held).getSpec().getPaused()).isTrue();
    assertThat(KIND.read(live()).getSpec().getPaused()).isNull();
  }

  @Test
  void status_isReadInTheWordsOfADeployment() {
    var status = KIND.read(live()).getStatus();

    assertThat(status.getReplicas()).isEqualTo(3);
    assertThat(status.getUpdatedReplicas()).isEqualTo(1);
    assertThat(status.getReadyReplicas()).isEqualTo(2);
    assertThat(status.getAvailableReplicas()).isEqualTo(2);
    assertThat(status.getObservedGeneration()).isEqualTo(4);
    assertThat(KIND.read(new StatefulSetBuilder(live()).withStatus(null).build()).getStatus())
        .isNull();
  }

  /** Servers before 1.22 count no available pods. */
  @Test
  void withoutACountOfAvailablePods_theReadyOnesCount() {
    StatefulSet old =
        new StatefulSetBuilder(live()).editStatus().withAvailableReplicas(null).endStatus().build();

    assertThat(KIND.read(old).getStatus().getAvailableReplicas()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, orders, uid-1, true",
    "StatefulSet, orders, uid-0, false",
    "StatefulSet, other,  uid-1, false",
    "ReplicaSet,  orders, uid-1, false",
  })
  void pod_isOfTheSetThatCreatedIt(String kind, String name, String uid, boolean own) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("orders-0")
            .addNewOwnerReference()
            .withKind(kind)
            .withName(name)
            .withUid(uid)
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .build();

    assertThat(KIND.created(KIND.read(live()), pod)).isEqualTo(own);
  }

  private static StatefulSet live() {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("orders")
        .withUid("uid-1")
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .endSpec()
        .withNewStatus()
        .withReplicas(3)
        .withUpdatedReplicas(1)
        .withReadyReplicas(2)
        .withAvailableReplicas(2)
        .withObservedGeneration(4L)
        .endStatus()
        .build();
  }
}
