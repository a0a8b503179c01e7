/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.cluster;

import io.berth.deploy.diagnosis.RejectionDiagnosis;
import io.berth.deploy.planning.TerminatingObject;
import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import io.berth.events.operation.Violation;
import java.util.List;

/** Reports rejections of the API server, with the server's own message. */
public final class ApiRejections {

  private ApiRejections() {}

  /** For a rejection before anything was written. */
  public static Violation violation(String cluster, ClusterRejectedException refusal) {
    Violation own = refusal.violation();
    return own == null ? apiServer(cluster, refusal) : own;
  }

  private static Violation apiServer(String cluster, ClusterRejectedException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return new Violation(
        "api-server",
        1,
        "",
        message,
        "objects that the API server of " + cluster + " takes",
        RbacDenial.parse(message)
            .map(denial -> "For operators of " + cluster + ": " + denial.advice())
            .orElse("Read what it found; these are its own words."));
  }

  /** For a rejection after something may have been written. */
  public static Diagnosis diagnosis(String cluster, ClusterRejectedException refusal) {
    String message = String.valueOf(refusal.getMessage());
    Evidence evidence = new Evidence("status", "Cluster/" + cluster, message);
    Violation own = refusal.violation();
    if (own == null) {
      return RbacDenial.parse(message)
          .map(denial -> denied(cluster, denial, evidence))
          .orElseGet(() -> RejectionDiagnosis.explain(message, evidence));
    }
    boolean terminating = own.rule().equals(TerminatingObject.RULE);
    return new Diagnosis(
        terminating ? Cause.DELETION_BLOCKED : Cause.ADMISSION_REFUSED,
        (terminating
                ? "An object to be written was deleted meanwhile: "
                : "What is to be written lies under the name of what is somebody else's: ")
            + own.found(),
        List.of(evidence),
        List.of(own.help()));
  }

  private static Diagnosis denied(String cluster, RbacDenial denial, Evidence evidence) {
    return new Diagnosis(
        Cause.ADMISSION_REFUSED,
        "deploy-svc lacks a permission in this cluster.",
        List.of(evidence),
        List.of("For operators of " + cluster + ": " + denial.advice()));
  }
}
