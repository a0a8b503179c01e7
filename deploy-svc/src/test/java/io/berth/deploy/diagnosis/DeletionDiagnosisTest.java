/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletionDiagnosisTest {

  @Test
  void foregroundDeletion_namesTheDependants_andKeepsItsFinalizer() {
    Diagnosis diagnosis =
        DeletionDiagnosis.of(
            "shop",
            List.of(
                new RemainingObject(
                    "Deployment/cart", true, List.of("foregroundDeletion", "x.example.com/hold")),
                new RemainingObject("ReplicaSet/cart-1", true, List.of("foregroundDeletion")),
                new RemainingObject("Pod/cart-1-a", true, List.of())));

    assertThat(diagnosis.explanation())
        .contains("ReplicaSet/cart-1 is being deleted, waits for its dependants", "Pod/cart-1-a");
    assertThat(String.join("\n", diagnosis.advice()))
        .contains("patch deployment/cart", "{\"finalizers\":[\"foregroundDeletion\"]}")
        .doesNotContain("patch replicaset", "null");
  }

  @Test
  void dependantsAlone_areNoReasonToRemoveAFinalizer() {
    Diagnosis diagnosis =
        DeletionDiagnosis.of(
            "shop",
            List.of(
                new RemainingObject("Deployment/cart", true, List.of("foregroundDeletion")),
                new RemainingObject("Pod/cart-1-a", true, List.of())));

    assertThat(diagnosis.advice().getFirst())
        .isEqualTo("See what the pods wait for: kubectl -n shop get pods");
    assertThat(diagnosis.advice()).noneMatch(advice -> advice.contains("patch"));
  }
}
