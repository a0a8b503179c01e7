/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.diagnosis;

import io.berth.events.operation.Diagnosis;
import io.berth.events.operation.Diagnosis.Cause;
import io.berth.events.operation.Diagnosis.Evidence;
import java.util.List;
import java.util.Locale;

/** Explains rejection messages of the API server. */
public final class RejectionDiagnosis {

  private RejectionDiagnosis() {}

  public static Diagnosis explain(String message, Evidence evidence) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("exceeded quota")) {
      return new Diagnosis(
          Cause.QUOTA_EXCEEDED,
          "The namespace's quota has no room for these pods.",
          List.of(evidence),
          List.of("Ask for fewer or smaller replicas, or have the quota raised."));
    }
    if (text.contains("usage per") || text.contains("limit to request ratio")) {
      return new Diagnosis(
          Cause.LIMIT_RANGE_REFUSED,
          "The namespace's bounds for one container do not allow these limits.",
          List.of(evidence),
          List.of("Choose limits within the bounds that the message names."));
    }
    return new Diagnosis(
        Cause.ADMISSION_REFUSED,
        "The cluster refuses these objects by a rule of its own.",
        List.of(evidence),
        List.of("Read the message; it is the cluster's own. Ask who runs the cluster if unclear."));
  }
}
