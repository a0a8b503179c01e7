/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import org.junit.jupiter.api.Test;

class RejectionDiagnosisTest {

  @Test
  void quotaForAResourceThatPodsDoNotState_isNotFull() {
    Diagnosis diagnosis =
        explain(
            "pods \"cart-x\" is forbidden: failed quota: team: must specify"
                + " requests.ephemeral-storage for: cart");

    assertThat(diagnosis.cause()).isEqualTo(Cause.QUOTA_EXCEEDED);
    assertThat(diagnosis.explanation())
        .isEqualTo(
            "The namespace's quota admits only pods that state requests.ephemeral-storage for:"
                + " cart, and these do not.");
    assertThat(diagnosis.advice()).anyMatch(it -> it.contains("LimitRange"));
  }

  @Test
  void fullQuota_isFull() {
    assertThat(explain("pods \"x\" is forbidden: exceeded quota: berth").explanation())
        .contains("has no room");
  }

  @Test
  void serviceAccountOfTheSpecification_isNamedInTheAdvice_theDefaultOneIsWaitedFor() {
    String missing =
        "error looking up service account shop/%1$s: serviceaccount \"%1$s\" not found";

    assertThat(explain(missing.formatted("cart")).advice())
        .anyMatch(it -> it.contains("'pod.serviceAccountName'"));
    assertThat(explain(missing.formatted("default")).advice())
        .anyMatch(it -> it.startsWith("Wait"));
  }

  @Test
  void webhookThatDenies_isARule_butOneThatDoesNotAnswerIsNot() {
    String url = "Post \"https://images.policy.svc:443/validate?timeout=10s\": ";

    assertThat(explain("admission webhook \"x\" denied the request: timeout").cause())
        .isEqualTo(Cause.ADMISSION_REFUSED);
    assertThat(explain("failed calling webhook \"x\": " + url + "certificate has expired").cause())
        .isEqualTo(Cause.ADMISSION_REFUSED);
    assertThat(
            explain("failed calling webhook \"x\": " + url + "context deadline exceeded").cause())
        .isEqualTo(Cause.ADMISSION_NOT_READY);
  }

  private static Diagnosis explain(String message) {
    return RejectionDiagnosis.explain(message, new Evidence("status", "Deployment/cart", message));
  }
}
