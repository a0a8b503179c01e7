/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpecFieldWriterTest {

  private static final String EARLY = "2026-01-31T12:00:00Z";
  private static final String LATE = "2026-01-31T13:00:00Z";

  @Test
  void fieldOfBerth_hasNoForeignWriter_whoeverOwnsItToo() {
    Deployment berths = of(entry("berth-deploy", EARLY, "paused"));
    Deployment shared =
        of(entry("kubectl-rollout", LATE, "paused"), entry("berth-deploy", EARLY, "paused"));
    Deployment scalers = of(entry("berth-scaler", EARLY, "paused"));

    assertThat(SpecFieldWriter.foreign(berths, "paused")).isEmpty();
    assertThat(SpecFieldWriter.foreign(shared, "paused")).isEmpty();
    assertThat(SpecFieldWriter.foreign(scalers, "paused")).isEmpty();
  }

  @Test
  void fieldOfAnotherClient_hasItsLastWriter() {
    Deployment deployment =
        of(
            entry("berth-deploy", LATE, "replicas"),
            entry("kubectl-edit", EARLY, "paused"),
            entry("kubectl-rollout", LATE, "paused"),
            entry("old", null, "paused"),
            entry("odd", "yesterday", "paused"));

    assertThat(SpecFieldWriter.foreign(deployment, "paused"))
        .contains(new SpecFieldWriter("kubectl-rollout", Instant.parse(LATE)));
    assertThat(SpecFieldWriter.foreign(of(entry("odd", "yesterday", "paused")), "paused"))
        .contains(new SpecFieldWriter("odd", null));
  }

  @Test
  void fieldWithoutAnOwner_isNobodys() {
    Deployment deployment = of(entry("kubectl-edit", EARLY, "replicas"));

    assertThat(SpecFieldWriter.isOwned(deployment, "paused")).isFalse();
    assertThat(SpecFieldWriter.isOwned(deployment, "replicas")).isTrue();
    assertThat(SpecFieldWriter.foreign(deployment, "paused")).isEmpty();
    assertThat(SpecFieldWriter.foreign(new DeploymentBuilder(of()).build(), "paused")).isEmpty();
  }

  private static Deployment of(ManagedFieldsEntry... entries) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("cart")
        .withManagedFields(entries)
        .endMetadata()
        .build();
  }

  private static ManagedFieldsEntry entry(String manager, @Nullable String time, String field) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty("f:spec", Map.of("f:" + field, Map.of()));
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withTime(time)
        .withFieldsV1(fields)
        .build();
  }
}
