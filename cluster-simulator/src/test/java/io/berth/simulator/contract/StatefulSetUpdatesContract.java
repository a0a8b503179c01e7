/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a StatefulSet goes from one template to the next. */
public abstract class StatefulSetUpdatesContract extends StatefulSetContract {

  @Test
  void newSet_hasTheServersDefaults() {
    StatefulSet made = client().resource(set(0, it -> {})).create();

    assertThat(made.getSpec().getPodManagementPolicy()).isEqualTo("OrderedReady");
    assertThat(made.getSpec().getRevisionHistoryLimit()).isEqualTo(10);
    assertThat(made.getSpec().getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(made.getSpec().getUpdateStrategy().getRollingUpdate().getPartition()).isZero();
    PersistentVolumeClaim claim = made.getSpec().getVolumeClaimTemplates().getFirst();
    assertThat(claim.getSpec().getVolumeMode()).isEqualTo("Filesystem");
    assertThat(claim.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(claim.getKind()).isEqualTo("PersistentVolumeClaim");
    assertThat(claim.getApiVersion()).isEqualTo("v1");
  }

  @Test
  void partition_holdsBackThePodsBelowIt() {
    client().resource(set(3, this::parallel)).create();
    eventually(() -> names().size() == 3);
    readyAll();
    eventually(() -> Integer.valueOf(3).equals(status().getCurrentReplicas()));
    String first = status().getCurrentRevision();

    change(set -> image(partitioned(set, 2), "web:2"));

    eventually(() -> "web:2".equals(imageOf("web-2")));
    eventually(() -> Integer.valueOf(1).equals(status().getUpdatedReplicas()));
    assertThat(status().getUpdateRevision()).isNotEqualTo(first);
    ready("web-2");
    eventually(() -> Integer.valueOf(3).equals(status().getReadyReplicas()));
    assertThat(status().getCurrentRevision()).isEqualTo(first);
    assertThat(status().getCurrentReplicas()).isEqualTo(2);
    assertThat(List.of(imageOf("web-0"), imageOf("web-1"))).containsOnly("web:1");

    change(set -> partitioned(set, 0));

    eventually(() -> "web:2".equals(imageOf("web-1")));
    assertThat(imageOf("web-0")).isEqualTo("web:1");
    ready("web-1");
    eventually(() -> "web:2".equals(imageOf("web-0")));
    ready("web-0");
    eventually(() -> !first.equals(status().getCurrentRevision()));
    assertThat(status().getCurrentRevision()).isEqualTo(status().getUpdateRevision());
    assertThat(status().getCurrentReplicas()).isEqualTo(3);
    eventually(() -> current(status(), live().get()));
  }

  @Test
  void onDelete_replacesNoPodByItself() {
    client()
        .resource(
            set(
                2,
                set -> {
                  parallel(set);
                  set.editSpec()
                      .withNewUpdateStrategy()
                      .withType("OnDelete")
                      .endUpdateStrategy()
                      .endSpec();
                }))
        .create();
    eventually(() -> names().size() == 2);
    readyAll();
    eventually(() -> Integer.valueOf(2).equals(status().getReadyReplicas()));

    change(set -> image(set, "web:2"));
    eventually(() -> current(status(), live().get()));
    assertThat(List.of(imageOf("web-0"), imageOf("web-1"))).containsOnly("web:1");

    client().pods().inNamespace(namespace).withName("web-0").delete();
    eventually(() -> "web:2".equals(imageOf("web-0")));
    assertThat(imageOf("web-1")).isEqualTo("web:1");
  }

  @Test
  void eachTemplate_hasARevision_andAFormerOneIsUsedAgain() {
    client().resource(set(0, it -> {})).create();
    eventually(() -> revisions().size() == 1);
    change(set -> image(set, "web:2"));
    eventually(() -> revisions().size() == 2);
    change(set -> image(set, "web:1"));
    eventually(
        () ->
            revisions().stream().map(ControllerRevision::getRevision).toList().contains(3L)
                && revisions().size() == 2);

    ControllerRevision newest =
        revisions().stream().filter(it -> it.getRevision() == 3).findFirst().orElseThrow();
    eventually(() -> newest.getMetadata().getName().equals(status().getUpdateRevision()));
    assertThat(newest.getMetadata().getName()).startsWith("web-");
    assertThat(newest.getData().toString()).contains("web:1", "$patch");
  }
}
