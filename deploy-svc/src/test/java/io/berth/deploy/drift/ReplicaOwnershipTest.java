/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.drift;

import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.drift.ReplicaOwnership.RestoredBy;
import io.berth.deploy.manifest.Annotations;
import io.berth.deploy.planning.ObservedApp;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose replica count is restored, where somebody set another one. */
class ReplicaOwnershipTest {

  private static final String SOMEBODY = "kubectl";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // owner of spec.replicas, who set the count, the count, policy; count, drift, by
        "berth-deploy, berth-deploy, 3, false, 3, true, DEPLOYER",
        "kubectl,      berth-deploy, 3, false, 3, true, DEPLOYER",
        "kubectl,      berth-scaler, 9, true,  9, true, SCALER",
        "berth-scaler, berth-scaler, 9, true,  8, false, NOBODY",
        // The policy has ended: the count that Berth set last, not the release's.
        "kubectl,      berth-scaler, 9, false, 9, true, DEPLOYER",
        "berth-scaler, berth-scaler, 9, false, 8, false, NOBODY",
        // The policy has made no decision yet: nothing is reset, and nothing is lost.
        "berth-deploy, berth-deploy, 3, true,  8, false, DEPLOYER",
        "kubectl,      berth-deploy, 3, true,  8, false, NOBODY",
        // Berth sent no count, or an earlier version did not note it.
        "kubectl,      -,            -, false, 8, false, NOBODY",
        "kubectl,      -,            -, true,  8, false, NOBODY",
        "berth-scaler, -,            -, true,  8, false, NOBODY",
      })
  void count_isRestoredByItsOwner(
      String owner,
      @Nullable String setBy,
      @Nullable String set,
      boolean active,
      int replicas,
      boolean compared,
      RestoredBy by) {
    assertThat(ReplicaOwnership.of(app(8, null, owner, setBy, set), active))
        .isEqualTo(new ReplicaOwnership(replicas, compared, by));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stoppedApplication_staysStopped_underAPolicyToo(boolean active) {
    assertThat(ReplicaOwnership.of(app(2, 9, SOMEBODY, Annotations.DEPLOYER, "0"), active))
        .isEqualTo(new ReplicaOwnership(0, true, RestoredBy.DEPLOYER));
  }

  @ParameterizedTest
  @CsvSource({"kubectl, NOBODY", "berth-deploy, DEPLOYER"})
  void corruptedCount_isNotCompared_andTheRunningOneIsNotLost(String owner, RestoredBy by) {
    assertThat(ReplicaOwnership.of(app(2, null, owner, Annotations.DEPLOYER, "many"), false))
        .isEqualTo(new ReplicaOwnership(2, false, by));
  }

  private static ObservedApp app(
      int replicas,
      @Nullable Integer stoppedFrom,
      String owner,
      @Nullable String setBy,
      @Nullable String set) {
    ObservedApp app = live(release(1), replicas, stoppedFrom);
    Map<String, String> annotations = app.deployment().getMetadata().getAnnotations();
    annotations.remove(Annotations.REPLICAS);
    List<ManagedFieldsEntry> managers = new ArrayList<>();
    managers.add(entry(owner, "f:spec", Map.of("f:replicas", Map.of())));
    if (set != null && setBy != null) {
      annotations.put(Annotations.REPLICAS, set);
      managers.add(
          entry(
              setBy,
              "f:metadata",
              Map.of("f:annotations", Map.of("f:" + Annotations.REPLICAS, Map.of()))));
    }
    return ObservedApp.of(
            new DeploymentBuilder(app.deployment())
                .editMetadata()
                .withAnnotations(annotations)
                .withManagedFields(managers)
                .endMetadata()
                .build())
        .orElseThrow();
  }

  private static ManagedFieldsEntry entry(String manager, String part, Map<String, ?> fields) {
    FieldsV1 owned = new FieldsV1();
    owned.setAdditionalProperty(part, fields);
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withOperation("Apply")
        .withFieldsV1(owned)
        .build();
  }
}
