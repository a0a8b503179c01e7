/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.contract;

import static io.berth.simulator.contract.ObjectsContract.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What of a StatefulSet an API server refuses. */
public abstract class StatefulSetRefusalsContract extends StatefulSetContract {

  @Test
  void fieldsOtherThanThoseOfARollout_areImmutable() {
    client().resource(set(0, it -> {})).create();

    List<Consumer<StatefulSet>> changes =
        List.of(
            set -> set.getSpec().setServiceName("other"),
            set -> set.getSpec().setPodManagementPolicy("Parallel"),
            set -> set.getSpec().setVolumeClaimTemplates(List.of()),
            set ->
                set.getSpec()
                    .getVolumeClaimTemplates()
                    .getFirst()
                    .getSpec()
                    .getResources()
                    .setRequests(Map.of("storage", new Quantity("2Gi"))));
    for (Consumer<StatefulSet> change : changes) {
      StatefulSet wrong = live().get();
      change.accept(wrong);
      assertInvalid(wrong, "spec", "Forbidden: updates to statefulset spec for fields other than");
    }
    StatefulSet relabelled = live().get();
    relabelled.getSpec().getSelector().setMatchLabels(Map.of("app", "other"));
    relabelled.getSpec().getTemplate().getMetadata().setLabels(Map.of("app", "other"));
    assertInvalid(
        relabelled, "spec", "Forbidden: updates to statefulset spec for fields other than");
  }

  @Test
  void setThatContradictsItself_isRefused() {
    assertRefused(
        set -> set.getSpec().setPodManagementPolicy("Sometimes"),
        "spec.podManagementPolicy",
        "must be 'OrderedReady' or 'Parallel'");
    assertRefused(
        set -> set.getSpec().getUpdateStrategy().setType("Sometimes"),
        "spec.updateStrategy",
        "must be 'RollingUpdate' or 'OnDelete'");
    assertRefused(
        set -> set.getSpec().getUpdateStrategy().setType("OnDelete"),
        "spec.updateStrategy.rollingUpdate",
        "only allowed for updateStrategy 'RollingUpdate'");
    assertRefused(
        set -> set.getSpec().getUpdateStrategy().getRollingUpdate().setPartition(-1),
        "spec.updateStrategy.rollingUpdate.partition",
        "must be greater than or equal to 0");
    assertRefused(
        set -> set.getSpec().setReplicas(-1),
        "spec.replicas",
        "must be greater than or equal to 0");
    assertRefused(set -> set.getSpec().setSelector(null), "spec.selector", "Required value");
    assertRefused(
        set -> set.getSpec().getTemplate().getMetadata().setLabels(Map.of("app", "other")),
        "spec.template.metadata.labels",
        "`selector` does not match template `labels`");
    assertRefused(
        set -> set.getSpec().getTemplate().getSpec().setRestartPolicy("OnFailure"),
        "spec.template.spec.restartPolicy",
        "Unsupported value: \"OnFailure\": supported values: \"Always\"");
    assertRefused(
        set -> set.getSpec().getTemplate().getSpec().setActiveDeadlineSeconds(5L),
        "spec.template.spec.activeDeadlineSeconds",
        "");
  }

  private void assertRefused(Consumer<StatefulSet> fault, String field, String words) {
    StatefulSet wrong =
        set(
            0,
            set ->
                set.editSpec()
                    .withNewUpdateStrategy()
                    .withType("RollingUpdate")
                    .withNewRollingUpdate()
                    .withPartition(0)
                    .endRollingUpdate()
                    .endUpdateStrategy()
                    .endSpec());
    fault.accept(wrong);
    assertThat(
            refused(() -> client().resource(wrong).create()).getStatus().getDetails().getCauses())
        .as(field)
        .anySatisfy(
            cause -> {
              assertThat(cause.getField()).isEqualTo(field);
              assertThat(cause.getMessage()).contains(words);
            });
  }

  private void assertInvalid(HasMetadata wrong, String field, String words) {
    var refusal = refused(() -> client().resource(wrong).unlock().update());
    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(422);
    assertThat(refusal.getStatus().getDetails().getCauses())
        .anySatisfy(
            cause -> {
              assertThat(cause.getField()).isEqualTo(field);
              assertThat(cause.getMessage()).startsWith(words);
            });
  }
}
